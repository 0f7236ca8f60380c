package io.headwater.model.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A server that speaks S3, on loopback. Its buckets are directories, with their objects as files. While it is open the
 * AWS SDK's settings of this JVM lead to it.
 */
public final class S3Server implements AutoCloseable {

    /** System property of the SDK, as {@code AWS_ENDPOINT_URL_S3}. */
    public static final String ENDPOINT = "aws.endpointUrlS3";
    /** System property of the SDK, as {@code AWS_SECRET_ACCESS_KEY}. */
    public static final String SECRET = "aws.secretAccessKey";

    private static final String USER = "headwater";
    private static final String PASSWORD = "very secret";

    private final Path directory;
    private final S3Proxy server;
    private final int port;

    public S3Server(Path directory) {
        this.directory = directory;
        this.server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(directory.toString()))
                .awsAuthentication(AuthenticationType.AWS_V4, USER, PASSWORD)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        this.port = start();
        configure();
    }

    private int start() {
        try {
            server.start();
            return server.getPort();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server does not start", e);
        }
    }

    /** Makes the SDK's settings lead here, again where a test has changed them. */
    public void configure() {
        System.setProperty(ENDPOINT, "http://127.0.0.1:" + port);
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", USER);
        System.setProperty(SECRET, PASSWORD);
    }

    public Path createBucket(String name) {
        try {
            return Files.createDirectory(directory.resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (String property : new String[] {ENDPOINT, "aws.region", "aws.accessKeyId", SECRET}) {
            System.clearProperty(property);
        }
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server does not stop", e);
        }
    }
}
