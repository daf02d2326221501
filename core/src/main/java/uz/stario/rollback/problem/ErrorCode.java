package uz.stario.rollback.problem;

import java.util.Locale;

/**
 * The stable name of every way a command can end other than well; each has a page in {@code
 * docs/errors/}.
 */
public enum ErrorCode {
  USAGE(ExitCode.USAGE),
  PLAYBOOK_NOT_FOUND(ExitCode.USAGE),
  PLAYBOOK_INVALID(ExitCode.USAGE),
  SERVICE_NOT_IN_PLAYBOOK(ExitCode.USAGE),
  STEP_NOT_IN_PLAYBOOK(ExitCode.USAGE),
  ENVIRONMENT_AMBIGUOUS(ExitCode.USAGE),
  ENVIRONMENT_UNKNOWN(ExitCode.USAGE),
  KUBECONFIG_MISSING(ExitCode.FAILED),
  KUBECONFIG_INVALID(ExitCode.FAILED),
  CLUSTER_UNREACHABLE(ExitCode.FAILED),
  CLUSTER_TLS(ExitCode.FAILED),
  CLUSTER_ERROR(ExitCode.FAILED),
  UNAUTHENTICATED(ExitCode.NOT_AUTHORISED),
  FORBIDDEN(ExitCode.NOT_AUTHORISED),
  NAMESPACE_NOT_FOUND(ExitCode.FAILED),
  WORKLOAD_NOT_FOUND(ExitCode.FAILED),
  WORKLOAD_PAUSED(ExitCode.REFUSED),
  NO_HISTORY(ExitCode.FAILED),
  NO_TARGET(ExitCode.REFUSED),
  REVISION_NOT_FOUND(ExitCode.FAILED),
  VERSION_NOT_FOUND(ExitCode.FAILED),
  TARGET_RECORDED_BAD(ExitCode.REFUSED),
  TARGET_HELD(ExitCode.REFUSED),
  LOCK_UNAVAILABLE(ExitCode.FAILED),
  CONFIRMATION_MISSING(ExitCode.REFUSED),
  PLAN_BLOCKED(ExitCode.REFUSED),
  DATABASE_UNREADABLE(ExitCode.FAILED),
  IMAGE_UNREADABLE(ExitCode.FAILED),
  PLAN_UNREADABLE(ExitCode.USAGE),
  PLAN_ALTERED(ExitCode.REFUSED),
  PLAN_DRIFTED(ExitCode.REFUSED),
  JOURNAL_UNWRITABLE(ExitCode.FAILED),
  JOURNAL_UNREADABLE(ExitCode.FAILED),
  JOURNAL_ALTERED(ExitCode.FAILED),
  LEDGER_UNWRITABLE(ExitCode.FAILED),
  LEDGER_UNREADABLE(ExitCode.FAILED),
  RELEASE_NOT_FOUND(ExitCode.USAGE),
  RELEASE_DIFFERS(ExitCode.REFUSED),
  PROGRAM_TOO_OLD(ExitCode.FAILED),
  SECRET_UNUSABLE(ExitCode.FAILED),
  RUN_NOT_FOUND(ExitCode.USAGE),
  RUN_ENDED(ExitCode.REFUSED),
  APPROVAL_IMPOSSIBLE(ExitCode.REFUSED),
  APPROVAL_REFUSED(ExitCode.REFUSED),
  APPROVAL_NOT_WANTED(ExitCode.USAGE),
  RUN_NOT_ENDED(ExitCode.REFUSED),
  RUN_ASKS(ExitCode.PARTWAY),
  METRICS_UNREACHABLE(ExitCode.FAILED),
  METRICS_DENIED(ExitCode.NOT_AUTHORISED),
  METRICS_QUERY_INVALID(ExitCode.FAILED),
  METRICS_UNUSABLE(ExitCode.FAILED),
  SANDBOX_FAILED(ExitCode.FAILED),
  INTERRUPTED(ExitCode.INTERRUPTED),
  INTERNAL(ExitCode.FAILED);

  private final ExitCode exit;

  ErrorCode(ExitCode exit) {
    this.exit = exit;
  }

  public ExitCode exit() {
    return exit;
  }

  /** The spelling people see, and the name of the page: {@code service-not-in-playbook}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
