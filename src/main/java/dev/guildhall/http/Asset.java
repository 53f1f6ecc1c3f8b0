package dev.guildhall.http;

import io.vertx.core.buffer.Buffer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.zip.CRC32C;

/**
 * A file on the classpath and the path at which it is served.
 *
 * @param resource the name for {@code Class.getResource}
 */
record Asset(String path, String resource, String contentType, boolean isOfSwaggerUi) {
    private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/";
    private static final String SWAGGER_UI_PROPERTIES = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";

    static Asset ours(String path, String resource, String contentType) {
        return new Asset(path, resource, contentType, false);
    }

    static Asset ofSwaggerUi(String name, String contentType) {
        return new Asset("/docs/" + name, name, contentType, true);
    }

    /** Blocks while it reads the file. */
    Reply reply(Map<String, String> moreHeaders) throws IOException {
        byte[] content = isOfSwaggerUi ? read(SWAGGER_UI + swaggerUiVersion() + "/" + resource) : read(resource);
        CRC32C sum = new CRC32C();
        sum.update(content);
        Map<String, String> headers = new HashMap<>(moreHeaders);
        headers.put("Content-Type", contentType);
        headers.put("ETag", '"' + HexFormat.of().toHexDigits((int) sum.getValue()) + '"');
        return new Reply(200, Buffer.buffer(content), headers);
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = Asset.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException(resource + " is not on the classpath");
            }
            return in.readAllBytes();
        }
    }

    private static String swaggerUiVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Asset.class.getResourceAsStream(SWAGGER_UI_PROPERTIES)) {
            properties.load(in);
        }
        return properties.getProperty("version");
    }
}
