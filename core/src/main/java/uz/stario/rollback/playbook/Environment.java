package uz.stario.rollback.playbook;

import java.util.Optional;

/**
 * Where services run: a Kubernetes namespace in a cluster.
 *
 * @param context the kubeconfig context; the current one when empty
 * @param url what {@code ${url}} stands for in the checks' addresses
 * @param approval when a second person has to approve a plan
 */
public record Environment(
    String name,
    Optional<String> context,
    String namespace,
    Optional<String> url,
    Optional<Channel> channel,
    Optional<ApprovalRule> approval) {}
