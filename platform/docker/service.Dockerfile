# Any of the services, in one version: the command names which.
FROM stario/base
COPY platform.jar /opt/stario/platform.jar
COPY models /models
# In the pod of video-gen: redis-queue inspect, or redis-queue clear.
RUN printf '#!/bin/sh\nexec java -Xmx32m -XX:+UseSerialGC -jar /opt/stario/platform.jar redis-queue "$@"\n' \
      >/usr/local/bin/redis-queue && chmod +x /usr/local/bin/redis-queue
ARG VERSION
ENV STARIO_VERSION=${VERSION} PORT=8080 MODELS_DIR=/models VIDEOS_DIR=/var/lib/stario/videos
USER 10001:10001
EXPOSE 8080
ENTRYPOINT ["java", "-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/stario/platform.jar"]
