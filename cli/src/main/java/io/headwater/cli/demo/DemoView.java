package io.headwater.cli.demo;

import io.headwater.cli.demo.audit.DemoReport;
import io.headwater.vision.RetrainResult;

/** Tells the story to whoever watches. */
interface DemoView {

    /** How far something is; ends with {@link #close}. */
    interface Progress extends AutoCloseable {
        void to(long count);

        @Override
        void close();
    }

    /** One line about the platform or the run. */
    void say(String line);

    void chapter(int number, int of, String title, String why);

    Progress progress(String what, long target);

    /** A version has been promoted and has classified its first picture. */
    void live(RetrainResult result);

    void rejected(RetrainResult result);

    /** @param accuracy online accuracy, 0 to 1 */
    void measured(int version, double accuracy);

    /** @param recall share of the label's pictures that the version recognised, 0 to 1 */
    void recall(int version, String label, double recall);

    void summary(DemoReport report);
}
