package io.headwater.benchmark.speed.contender;

import io.headwater.model.Batch;
import io.headwater.model.BatchResult;
import io.headwater.model.Device;
import io.headwater.model.ImageDecoder;
import io.headwater.model.InferenceSession;
import io.headwater.model.SessionOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Headwater's decoder and session for those that are to have the same: one thread a run, one batch a thread. */
final class ModelRunner {

    static final int MAX_BATCH = 32;

    private static final long MAX_PIXELS = 50_000_000;

    private final ImageDecoder decoder = new ImageDecoder(MAX_PIXELS);
    private final InferenceSession session;
    private final ThreadLocal<Batch> batches;
    private final LongAdder images = new LongAdder();
    private final LongAdder runs = new LongAdder();

    ModelRunner(String model) {
        session = InferenceSession.open(Path.of(model), new SessionOptions(Device.CPU, 1, MAX_BATCH));
        batches = ThreadLocal.withInitial(session::newBatch);
    }

    List<String> labels() {
        return session.labels();
    }

    /** Decodes and classifies the images, up to {@link #MAX_BATCH} of them, in one run. */
    BatchResult classify(List<ByteBuffer> encoded) {
        Batch batch = batches.get();
        for (int i = 0; i < encoded.size(); i++) {
            decoder.decode(encoded.get(i), session.resize(), batch, i);
        }
        BatchResult result = session.classify(batch, encoded.size());
        images.add(encoded.size());
        runs.increment();
        return result;
    }

    Contender.Progress progress() {
        return new Contender.Progress(images.sum(), runs.sum());
    }
}
