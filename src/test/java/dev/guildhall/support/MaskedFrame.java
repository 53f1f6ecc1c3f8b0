package dev.guildhall.support;

import java.util.ArrayList;
import java.util.List;

/** Encodes WebSocket frames as clients send them. */
public final class MaskedFrame {
    private static final byte[] MASK = {0x12, 0x34, 0x56, 0x78};

    private MaskedFrame() {}

    /** @param first the first byte: FIN, the reserved bits and the opcode */
    public static byte[] encoded(int first, byte[] payload) {
        byte[] header = header(first, payload.length);
        byte[] frame = new byte[header.length + MASK.length + payload.length];
        System.arraycopy(header, 0, frame, 0, header.length);
        System.arraycopy(MASK, 0, frame, header.length, MASK.length);
        for (int i = 0; i < payload.length; i++) {
            frame[header.length + MASK.length + i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        return frame;
    }

    /** The header, without the mask, of a masked frame with a payload of this length. */
    public static byte[] header(int first, long length) {
        List<Integer> bytes = new ArrayList<>(List.of(first));
        if (length < 126) {
            bytes.add(0x80 | (int) length);
        } else if (length < 65_536) {
            bytes.addAll(List.of(0x80 | 126, (int) length >> 8, (int) length & 0xff));
        } else {
            bytes.add(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.add((int) (length >> shift) & 0xff);
            }
        }
        byte[] header = new byte[bytes.size()];
        for (int i = 0; i < header.length; i++) {
            header[i] = bytes.get(i).byteValue();
        }
        return header;
    }
}
