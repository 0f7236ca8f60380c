# Three images from one build: classifier, trainer and cli.
#
#   docker build --target classifier .
#   docker build --target classifier --build-arg MAVEN_OPTIONS=-Pgpu --build-arg RUNTIME=nvidia/cuda:... .

# What the apps run on: any Ubuntu or Debian with glibc 2.28 or newer. The GPU needs one with CUDA 12.8 or
# newer of 12, and cuDNN 9.
ARG RUNTIME=ubuntu:22.04

FROM eclipse-temurin:17-jre-jammy AS jre

FROM eclipse-temurin:17-jdk-jammy AS build
ARG MAVEN_OPTIONS=
WORKDIR /src
COPY . .
# Each module gets its libraries, and a file of java arguments with the class path: its order matters (see cli/pom.xml),
# so a wildcard will not do. The GPU's libraries, 600 MB, are unpacked once: otherwise every start does it in /tmp, and a
# process that is killed leaves them there.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp ${MAVEN_OPTIONS} -DskipTests -Dspotless.check.skip -pl streams-app,trainer,cli -am \
        package dependency:copy-dependencies dependency:build-classpath \
        -DincludeScope=runtime -DoutputDirectory=target/lib \
        -Dmdep.outputFile=target/class-path -Dmdep.prefix=/app/lib \
 && cp cli/target/headwater/lib/headwater-cli-*.jar cli/target/ \
 && for module in streams-app trainer cli; do \
        mkdir -p /app/$module && mv $module/target/lib /app/$module/lib \
        && cp $module/target/headwater-$module-*.jar /app/$module/app.jar \
        && native= \
        && if ls /app/$module/lib/onnxruntime_gpu-*.jar >/dev/null 2>&1; then \
            mkdir /app/$module/native && cd /app/$module/native \
            && jar xf ../lib/onnxruntime_gpu-*.jar ai/onnxruntime/native/linux-x64 \
            && native=-Donnxruntime.native.path=/app/native/ai/onnxruntime/native/linux-x64 \
            && cd /src; \
        fi \
        && echo "$native -Dai.djl.offline=true -cp /app/app.jar:$(cat $module/target/class-path)" > /app/$module/java.args \
        || exit 1; \
    done

FROM ${RUNTIME} AS runtime
COPY --from=jre /opt/java/openjdk /opt/java/openjdk
RUN apt-get update \
 && apt-get install -y --no-install-recommends curl libgomp1 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home headwater \
 && mkdir -p /var/lib/headwater /artifacts \
 && chown headwater /var/lib/headwater /artifacts
# passive: libgomp's threads spin while they wait otherwise, and take the processor from everything else.
# ONNX Runtime 1.29 collects usage data unless told not to. LANG: without it Java reads file names, which are labels, as
# ASCII.
ENV PATH=/opt/java/openjdk/bin:$PATH \
    LANG=C.UTF-8 \
    OMP_WAIT_POLICY=passive \
    DNNL_MAX_CPU_ISA=SSE41 \
    ORT_DISABLE_TELEMETRY=1 \
    OPENCV_LOG_LEVEL=SILENT
USER headwater
# What the apps keep by default (data/...) is relative to this.
WORKDIR /var/lib/headwater

FROM runtime AS classifier
COPY --from=build /app/streams-app /app
EXPOSE 8090
ENTRYPOINT ["java", "@/app/java.args", "io.headwater.streams.ClassifierMain"]

FROM runtime AS trainer
COPY --from=build /app/trainer /app
EXPOSE 8091
ENTRYPOINT ["java", "@/app/java.args", "io.headwater.trainer.TrainerMain"]

FROM runtime AS cli
COPY --from=build /app/cli /app
ENTRYPOINT ["java", "@/app/java.args", "io.headwater.cli.Headwater"]
