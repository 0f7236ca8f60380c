package io.headwater.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one real broker and registry with the topics, started once for all of them, without the apps. */
public final class SharedPlatform implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedPlatform.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalPlatform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("platform", key -> new Started(), Started.class)
                .platform;
    }

    private static final class Started implements AutoCloseable, ExtensionContext.Store.CloseableResource {

        private final LocalPlatform platform;

        Started() {
            try {
                Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "platform");
                platform = LocalPlatform.start(
                        PlatformOptions.in(directory).onFreePorts().withoutApps(), line -> {});
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            platform.close();
        }
    }
}
