# The migrations up to the schema of one version, and the script that dumps.
FROM stario/servers
COPY migrations /opt/stario/migrations
COPY scripts/dump.sh /opt/stario/scripts/dump.sh
ARG SCHEMA
RUN if [ "$SCHEMA" = abc123 ]; then rm /opt/stario/migrations/versions/e4b92f60a8d5_*; fi && \
    install -d -m 1777 /backups
ENV PYTHONDONTWRITEBYTECODE=1 SCHEMA=${SCHEMA}
WORKDIR /opt/stario/migrations
USER 10001:10001
ENTRYPOINT ["/usr/bin/python3", "-m", "alembic"]
CMD ["upgrade", "head"]
