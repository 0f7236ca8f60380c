package io.headwater.model.internal.image;

import ai.djl.util.Utils;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.opencv_java;
import org.opencv.core.Core;

/**
 * Loads OpenCV's native library once per process. It is unpacked once, into DJL's cache directory ({@code DJL_CACHE_DIR},
 * by default {@code ~/.djl.ai}), next to the native libraries of the engines.
 */
public final class OpenCvLibrary {

    /** JavaCPP's own setting; a directory that is given there stays. */
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    private OpenCvLibrary() {}

    /** Makes OpenCV usable; cheap after the first call. */
    public static void load() {
        Loaded.touch();
    }

    private static final class Loaded {
        static {
            if (System.getProperty(CACHE) == null) {
                System.setProperty(CACHE, Utils.getEngineCacheDir("opencv").toString());
            }
            try {
                Loader.load(opencv_java.class);
            } catch (UnsatisfiedLinkError e) {
                throw explained(e);
            }
            // Images are decoded on a pool of threads already.
            Core.setNumThreads(1);
        }

        private static UnsatisfiedLinkError explained(UnsatisfiedLinkError e) {
            String platform = Loader.getPlatform();
            UnsatisfiedLinkError explained = new UnsatisfiedLinkError("OpenCV cannot be loaded on " + platform + ": "
                    + e.getMessage() + ". Build Headwater with -Dopencv.classifier=" + platform
                    + " for it, and see"
                    + " that " + System.getProperty(CACHE) + " can be written and has 200 MB to spare");
            explained.initCause(e);
            return explained;
        }

        static void touch() {}
    }
}
