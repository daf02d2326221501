package uz.stario.platform.server;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A program that tests start, and the package of Debian that brings it. */
public enum Server {
  POSTGRES("postgresql") {
    @Override
    boolean isInstalled() throws IOException {
      return Programs.folderOf("initdb").isPresent();
    }
  },
  REDIS("redis-server") {
    @Override
    boolean isInstalled() throws IOException {
      return Programs.folderOf("redis-server").isPresent();
    }
  },
  ALEMBIC("alembic python3-psycopg2") {
    @Override
    boolean isInstalled() throws IOException {
      return Migrations.python().isPresent();
    }
  };

  private final String packages;

  Server(String packages) {
    this.packages = packages;
  }

  abstract boolean isInstalled() throws IOException;

  String packages() {
    return packages;
  }

  boolean isMissing() {
    try {
      return !isInstalled();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
