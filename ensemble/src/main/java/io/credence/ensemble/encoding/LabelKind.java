package io.credence.ensemble.encoding;

/** What a label may be, by the likelihood that it is trained with. */
public enum LabelKind {
    /** Any finite number. */
    REAL("a finite number"),
    /** A number above 0, whose logarithm is learned. */
    POSITIVE("a finite number above 0"),
    /** The number of events: 0, 1, 2 and so on. */
    COUNT("a non-negative integer"),
    /** A class, by its name. */
    CLASS("one of the classes that the model was trained on");

    private final String requirement;

    LabelKind(String requirement) {
        this.requirement = requirement;
    }

    /** Returns what a label must be, as in "must be a finite number". */
    public String requirement() {
        return requirement;
    }

    /** Returns whether the label is a number, and not the name of a class. */
    public boolean isNumber() {
        return this != CLASS;
    }

    /** Returns whether a label may be this finite number. */
    public boolean allows(double value) {
        return switch (this) {
            case REAL, CLASS -> true;
            case POSITIVE -> value > 0;
            case COUNT -> value >= 0 && value == Math.rint(value);
        };
    }

    /** Returns the number that is standardised: the label, or the logarithm of a positive one. */
    public double transformed(double value) {
        return this == POSITIVE ? Math.log(value) : value;
    }
}
