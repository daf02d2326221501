# A bare system and a Java runtime.
FROM scratch
ADD runtime.tar /
COPY java /opt/java
COPY healthy /usr/local/bin/healthy
RUN echo 'stario:x:10001:10001::/nonexistent:/usr/sbin/nologin' >>/etc/passwd && echo 'stario:x:10001:' >>/etc/group && \
    install -d -o stario -g stario /var/lib/stario /var/lib/stario/videos
ENV PATH=/opt/java/bin:/usr/local/bin:/usr/bin:/bin LANG=C.UTF-8
