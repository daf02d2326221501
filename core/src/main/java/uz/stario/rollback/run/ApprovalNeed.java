package uz.stario.rollback.run;

import java.time.Instant;

/**
 * That a run begins nothing before a second person has approved its plan.
 *
 * @param requester who asked, as the place of approvals knows people
 * @param until when it is too late
 * @param attested whether an approval counts whose name the place does not vouch for
 * @param breakGlass whether someone may go on without one, with a reason and for all to see
 */
public record ApprovalNeed(String requester, Instant until, boolean attested, boolean breakGlass) {}
