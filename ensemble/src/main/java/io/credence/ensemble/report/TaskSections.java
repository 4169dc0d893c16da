package io.credence.ensemble.report;

import java.util.List;

/** The part of the page that depends on the task. */
interface Story {
    /** The numbers at the head, the most important first. */
    List<Headline> headlines();

    /** What the uncertainty is made of, in a sentence or two. */
    String decomposition();

    /** What uncertainties are measured in. */
    String unit();

    /** The pictures of calibration and of what uncertainty is good for. */
    List<Chart> charts();
}
