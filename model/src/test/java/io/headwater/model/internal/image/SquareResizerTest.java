package io.headwater.model.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.model.Resize;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;

class SquareResizerTest {

    private static final int SIZE = 8;

    @BeforeAll
    static void load() {
        OpenCvLibrary.load();
    }

    @Test
    void writesWhereTheSquareLies() {
        ByteBuffer memory = ByteBuffer.allocateDirect(SIZE * SIZE * 3);
        Mat square = new Mat(SIZE, SIZE, CvType.CV_8UC3, memory);

        SquareResizer.resize(new Mat(20, 30, CvType.CV_8UC3, new Scalar(1, 2, 3)), SIZE, Resize.CROP, square);
        SquareResizer.resize(new Mat(20, 30, CvType.CV_8UC3, new Scalar(4, 5, 6)), SIZE, Resize.CROP, square);

        assertThat(memory.get(0)).isEqualTo((byte) 4);
        assertThat(memory.get(SIZE * SIZE * 3 - 1)).isEqualTo((byte) 6);
    }

    @Test
    void anImageThatIsNotRgbLeavesTheSquareWhereItIs() {
        ByteBuffer memory = ByteBuffer.allocateDirect(SIZE * SIZE * 3);
        Mat square = new Mat(SIZE, SIZE, CvType.CV_8UC3, memory);

        assertThatThrownBy(() -> SquareResizer.resize(
                        new Mat(20, 30, CvType.CV_16UC3, new Scalar(9, 9, 9)), SIZE, Resize.STRETCH, square))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CV_16UC3");
        SquareResizer.resize(new Mat(20, 30, CvType.CV_8UC3, new Scalar(1, 2, 3)), SIZE, Resize.STRETCH, square);

        assertThat(memory.get(0)).isEqualTo((byte) 1);
    }
}
