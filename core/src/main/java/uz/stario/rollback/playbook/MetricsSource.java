package uz.stario.rollback.playbook;

import java.util.Optional;

/**
 * Where metrics are asked for: a Prometheus, or what speaks like one.
 *
 * @param url without {@code /api/v1}
 * @param token where the bearer token is read, if one is needed
 */
public record MetricsSource(String url, Optional<SecretSource> token) {}
