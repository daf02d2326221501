# PostgreSQL, Redis, Prometheus, nginx and Alembic, as the distribution has them.
FROM scratch
ADD servers.tar /
COPY start-postgres /usr/local/bin/start-postgres
RUN ln -s "$(echo /usr/lib/postgresql/*/bin)" /opt/postgresql && \
    chown prometheus /var/lib/prometheus
ENV PATH=/opt/postgresql:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
