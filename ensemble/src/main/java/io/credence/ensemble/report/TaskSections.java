package io.credence.ensemble.report;

import java.util.List;

/** The parts of the report page that depend on the task. */
interface TaskSections {
    /** Returns the numbers at the top of the page, most important first. */
    List<HeadlineNumber> headlines();

    /** Returns one or two sentences about the sources of the uncertainty. */
    String decomposition();

    /** Returns the quantity and unit of uncertainties. */
    String unit();

    /** Returns the charts about calibration and the usefulness of uncertainty. */
    List<Chart> charts();
}
