package dev.guildhall.auth;

/** HKDF with SHA-256 (RFC 5869), with which Auth.js derives keys from its secret. Java has it from version 25 on. */
final class Hkdf {
    private Hkdf() {}

    /**
     * @param salt may be empty
     * @param length of the key in bytes, at most 255 times the length of a hash
     */
    static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
        byte[] extracted = Sha256.hmac(salt.length == 0 ? new byte[Sha256.LENGTH] : salt, secret);
        byte[] key = new byte[length];
        byte[] block = {};
        for (int at = 0; at < length; at += Sha256.LENGTH) {
            block = Sha256.hmac(extracted, block, info, new byte[] {(byte) (at / Sha256.LENGTH + 1)});
            System.arraycopy(block, 0, key, at, Math.min(Sha256.LENGTH, length - at));
        }
        return key;
    }
}
