package io.headwater.streams;

import io.headwater.service.ServiceMain;
import java.util.Map;

/** Runs the classifier as a program, as {@link ServiceMain} says. */
public final class ClassifierMain {

    private ClassifierMain() {}

    public static void main(String[] arguments) {
        ServiceMain.run("classifier", "io/headwater/streams/logback.xml", arguments, ClassifierMain::run);
    }

    private static void run(Map<String, String> settings) throws InterruptedException {
        ClassifierConfig config = new ClassifierConfig(settings);
        System.out.print(config.describe());
        ClassifierApp app = new ClassifierApp(config);
        Thread closing = new Thread(app::close, "headwater-close");
        Runtime.getRuntime().addShutdownHook(closing);
        app.start();
        System.out.println("Health and metrics on port " + app.httpPort());
        // The stream threads are not daemons: the process lives until a signal.
    }
}
