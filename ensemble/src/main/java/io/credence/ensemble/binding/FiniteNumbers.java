package io.credence.ensemble.binding;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Serialisers and deserialisers for numbers. JSON cannot represent NaN or infinities, so they are written as null, and
 * only finite numbers are accepted. Floats are read as doubles and rounded once.
 */
final class FiniteNumbers {
    /** YAML 1.1 parses 1e-3 as a string, because it has no decimal point; users mean a number. */
    private static final Pattern EXPONENT = Pattern.compile("[-+]?\\d+(\\.\\d*)?[eE][-+]?\\d{1,4}");

    private FiniteNumbers() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("finite numbers");
        module.addSerializer(Double.class, scalarWriter(Double.class));
        module.addSerializer(double.class, scalarWriter(Double.class));
        module.addSerializer(Float.class, scalarWriter(Float.class));
        module.addSerializer(float.class, scalarWriter(Float.class));
        module.addSerializer(double[].class, new ArrayWriter());
        module.addDeserializer(Double.class, new DoubleReader(Double.class));
        module.addDeserializer(double.class, new DoubleReader(double.class));
        module.addDeserializer(Float.class, new FloatReader(Float.class));
        module.addDeserializer(float.class, new FloatReader(float.class));
        module.addDeserializer(double[].class, new ArrayReader());
        return module;
    }

    private static double read(JsonParser parser, DeserializationContext context, Class<?> target) throws IOException {
        double value = Double.NaN;
        if (parser.currentToken().isNumeric()) {
            value = parser.getDoubleValue();
        } else if (parser.hasToken(JsonToken.VALUE_STRING)
                && EXPONENT.matcher(parser.getText()).matches()) {
            value = Double.parseDouble(parser.getText());
        }
        boolean isFloat = target == float.class || target == Float.class;
        if (!Double.isFinite(isFloat ? (float) value : value)) {
            return context.reportInputMismatch(target, "not a finite number");
        }
        return value;
    }

    private static <T extends Number> JsonSerializer<T> scalarWriter(Class<T> type) {
        return new StdScalarSerializer<>(type) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(T value, JsonGenerator generator, SerializerProvider provider) throws IOException {
                if (!Double.isFinite(value.doubleValue())) {
                    generator.writeNull();
                } else if (value instanceof Float single) {
                    generator.writeNumber(single);
                } else {
                    generator.writeNumber(value.doubleValue());
                }
            }
        };
    }

    private static final class ArrayWriter extends StdSerializer<double[]> {
        private static final long serialVersionUID = 1L;

        private ArrayWriter() {
            super(double[].class);
        }

        @Override
        public void serialize(double[] values, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeStartArray(values, values.length);
            for (double value : values) {
                if (Double.isFinite(value)) {
                    generator.writeNumber(value);
                } else {
                    generator.writeNull();
                }
            }
            generator.writeEndArray();
        }
    }

    private static final class DoubleReader extends StdScalarDeserializer<Double> {
        private static final long serialVersionUID = 1L;

        private DoubleReader(Class<?> type) {
            super(type);
        }

        @Override
        public Double getNullValue(DeserializationContext context) throws JsonMappingException {
            return _valueClass.isPrimitive() ? context.reportInputMismatch(_valueClass, "null") : null;
        }

        @Override
        public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return read(parser, context, _valueClass);
        }
    }

    private static final class FloatReader extends StdScalarDeserializer<Float> {
        private static final long serialVersionUID = 1L;

        private FloatReader(Class<?> type) {
            super(type);
        }

        @Override
        public Float getNullValue(DeserializationContext context) throws JsonMappingException {
            return _valueClass.isPrimitive() ? context.reportInputMismatch(_valueClass, "null") : null;
        }

        @Override
        public Float deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return (float) read(parser, context, _valueClass);
        }
    }

    private static final class ArrayReader extends JsonDeserializer<double[]> {
        @Override
        public double[] deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartArrayToken()) {
                return context.reportInputMismatch(double[].class, "not a list of numbers");
            }
            double[] values = new double[16];
            int length = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (length == values.length) {
                    values = Arrays.copyOf(values, 2 * length);
                }
                values[length++] = read(parser, context, double[].class);
            }
            return Arrays.copyOf(values, length);
        }
    }
}
