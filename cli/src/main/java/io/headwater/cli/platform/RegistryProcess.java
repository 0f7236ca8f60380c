package io.headwater.cli.platform;

import java.io.IOException;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Main class of the registry's process: Apicurio, tied to the life of its parent.
 *
 * <p>The parent holds the other end of standard input and never writes to it. However the parent ends, the kernel
 * closes that end, and the registry stops: no orphan keeps the port. Schemas are on disk before they are acknowledged,
 * so there is nothing to save. Ctrl-C in a terminal reaches the whole process group; it is ignored here because the
 * parent stops the registry last.
 *
 * <p>Uses nothing but the JDK: on this process's class path are Apicurio's libraries, not ours.
 */
public final class RegistryProcess {

    /** System property: the classes in use are being recorded, which takes an orderly exit. */
    static final String ARCHIVE_PROPERTY = "headwater.archive";

    private static final String APICURIO_MAIN = "io.quarkus.runner.GeneratedMain";

    private RegistryProcess() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(RegistryProcess::haltWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Class.forName(APICURIO_MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    private static void haltWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever sent.
            }
        } catch (IOException e) {
            // The pipe is gone: the same as its end.
        }
        if (Boolean.getBoolean(ARCHIVE_PROPERTY)) {
            System.exit(0);
        }
        Runtime.getRuntime().halt(0);
    }
}
