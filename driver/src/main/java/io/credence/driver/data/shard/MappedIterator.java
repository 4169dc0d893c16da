package io.credence.driver.data.shard;

import java.util.Iterator;
import java.util.function.Function;

/** An iterator that maps the elements of another one lazily. */
final class MappedIterator<A, B> implements Iterator<B> {
    private final Iterator<A> elements;
    private final Function<A, B> mapping;

    MappedIterator(Iterator<A> elements, Function<A, B> mapping) {
        this.elements = elements;
        this.mapping = mapping;
    }

    @Override
    public boolean hasNext() {
        return elements.hasNext();
    }

    @Override
    public B next() {
        return mapping.apply(elements.next());
    }
}
