package io.headwater.trainer;

import io.headwater.service.ServiceMain;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Runs the trainer as a program, as {@link ServiceMain} says. */
public final class TrainerMain {

    private TrainerMain() {}

    public static void main(String[] arguments) {
        ServiceMain.run("trainer", "io/headwater/trainer/logback.xml", arguments, TrainerMain::run);
    }

    private static void run(Map<String, String> settings) throws InterruptedException {
        TrainerConfig config = new TrainerConfig(settings);
        System.out.print(config.describe());
        TrainerApp app = new TrainerApp(config);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            app.close();
                            closed.countDown();
                        },
                        "headwater-close"));
        app.start();
        System.out.println("Health and metrics on port " + app.httpPort());
        closed.await();
    }
}
