package io.headwater.model.internal.image;

import ai.djl.util.Utils;
import java.util.List;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_java;
import org.opencv.core.Core;

/**
 * Loads OpenCV's native library once per process. It is unpacked once, into DJL's cache directory ({@code DJL_CACHE_DIR},
 * by default {@code ~/.djl.ai}), next to the native libraries of the engines.
 */
public final class OpenCvLibrary {

    /** JavaCPP's own setting; a directory that is given there stays. */
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";

    /**
     * What OpenCV's Java library is linked with besides core, imgproc and imgcodecs, each behind what it needs itself. The
     * library's own loader would load highgui as well, which shows windows and needs GTK 2, and servers have none.
     */
    private static final List<String> MODULES = List.of(
            "flann",
            "features2d",
            "calib3d",
            "dnn",
            "video",
            "objdetect",
            "ml",
            "photo",
            "plot",
            "phase_unwrapping",
            "videoio",
            "aruco",
            "bgsegm",
            "bioinspired",
            "dnn_superres",
            "face",
            "img_hash",
            "saliency",
            "structured_light",
            "text",
            "tracking",
            "wechat_qrcode",
            "xfeatures2d",
            "ximgproc",
            "xphoto");

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
                Loader.load(opencv_imgcodecs.class);
                ClassProperties properties = Loader.loadProperties(opencv_java.class, Loader.loadProperties(), false);
                String version = "@." + Core.VERSION_MAJOR + Core.VERSION_MINOR;
                MODULES.forEach(module -> load(properties, "opencv_" + module + version));
                load(properties, "opencv_java");
            } catch (UnsatisfiedLinkError e) {
                throw explained(e);
            }
            // Images are decoded on a pool of threads already.
            Core.setNumThreads(1);
        }

        private static void load(ClassProperties properties, String library) {
            Loader.loadLibrary(opencv_java.class, Loader.findLibrary(opencv_java.class, properties, library), library);
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
