package io.headwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {

    @Test
    void knowsTheUsualPresets() {
        float[] grey = {127.5f, 127.5f, 127.5f};
        assertThat(Preprocessing.parse("tf")).isEqualTo(new Preprocessing(224, Resize.CROP, grey, grey, false));
        assertThat(Preprocessing.named("torchvision", 96).mean()).containsExactly(123.675f, 116.28f, 103.53f);
        assertThat(Preprocessing.parse("caffe").bgr()).isTrue();
        assertThat(Preprocessing.parse("unit").std()).containsExactly(255, 255, 255);
        assertThat(Preprocessing.parse("raw").std()).containsExactly(1, 1, 1);
    }

    @Test
    void takesSettings() {
        assertThat(Preprocessing.parse("tf,size=160,resize=stretch"))
                .isEqualTo(new Preprocessing(
                        160,
                        Resize.STRETCH,
                        new float[] {127.5f, 127.5f, 127.5f},
                        new float[] {127.5f, 127.5f, 127.5f},
                        false));
        assertThat(Preprocessing.parse("mean=1,2,3, std=64 ,size=96,order=bgr"))
                .isEqualTo(new Preprocessing(96, Resize.CROP, new float[] {1, 2, 3}, new float[] {64, 64, 64}, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imagenet                      | use torchvision, tf, caffe, unit or raw",
                "mean=1,2,3                    | a preset, or mean and std",
                "mean=0.485,0.456,0.406,std=0.229,0.224,0.225 | multiply those of 0 to 1 by 255",
                "tf,size=big                   | 'big' is not a number",
                "tf,size=0                     | size must be 1 to",
                "tf,resize=squash              | use stretch or crop",
                "tf,colour=grey                | 'colour' is not one of",
                "tf,order=brg                  | order is rgb or bgr",
                "mean=1,2,std=1,2              | three values",
                "mean=1,2,3,std=-1             | above 0",
                "tf,caffe                      | 'caffe' is not a setting"
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> Preprocessing.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "gpu:0", "gpu:3"})
    void devicesReadWhatTheyWrite(String text) {
        assertThat(Device.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda", "gpu:", "gpu:-1", ""})
    void refusesUnknownDevices(String text) {
        assertThatThrownBy(() -> Device.parse(text)).hasMessageContaining("use auto, cpu or gpu:N");
    }
}
