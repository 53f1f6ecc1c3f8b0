package dev.guildhall.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads secrets from files, as Docker and Kubernetes provide them. Blocks. */
final class SecretFiles {
    private static final int MAX_BYTES = 64 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(SecretFiles.class);

    private SecretFiles() {}

    /**
     * Returns the content without one line break at its end, because many editors add one.
     *
     * @param variable the name for warnings
     * @throws IOException with a message for the operator; it contains neither the content nor the path, because a secret may have been
     *     set as the path by mistake
     */
    static String read(String variable, String file) throws IOException {
        String content;
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            content = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException("it is not UTF-8", e);
        } catch (InvalidPathException e) {
            throw new IOException("this is not a path", e);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no such file", e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new IOException("it cannot be read (" + reason + ")", e);
        }
        if (content.isBlank()) {
            throw new IOException("it is empty");
        }
        String secret = content.replaceFirst("\\r?\\n\\z", "");
        if (secret.length() < content.length()) {
            LOG.warn("The file in {} ends with a line break, which is removed from the secret", variable);
        }
        if (!secret.equals(secret.stripTrailing())) {
            LOG.warn("The file in {} ends with white space, which is part of the secret", variable);
        }
        return secret;
    }
}
