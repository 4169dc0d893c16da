package io.credence.driver.train.member;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** The function of one task of a gang. It is a Scala function, because a barrier stage accepts no other. */
final class BarrierTaskFunction extends AbstractFunction1<Iterator<Integer>, Iterator<MemberOutcome>>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    private final MemberTask task;
    private final int index;
    private final int restart;
    private final String gang;

    BarrierTaskFunction(MemberTask task, int index, int restart, String gang) {
        this.task = task;
        this.index = index;
        this.restart = restart;
        this.gang = gang;
    }

    @Override
    public Iterator<MemberOutcome> apply(Iterator<Integer> partition) {
        try {
            List<MemberOutcome> outcome = task.trainInGang(index, restart, gang, BarrierTaskContext.get()).stream()
                    .toList();
            return CollectionConverters.asScala(outcome.iterator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
