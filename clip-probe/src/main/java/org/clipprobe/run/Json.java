package org.clipprobe.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * Records as JSON, for people and programs: indented, snake_case, one kind of line end on every machine. A number that is
 * not finite is {@code null} and comes back as NaN; an enum's constants are in lower case.
 */
public final class Json {
    private static final JsonMapper MAPPER = mapper();
    private static final ObjectWriter WRITER = writer();

    private Json() {}

    private static JsonMapper mapper() {
        SimpleModule ours = new SimpleModule();
        ours.addSerializer(Instant.class, ToStringSerializer.instance);
        ours.addSerializer(Path.class, ToStringSerializer.instance);
        ours.addSerializer(new LowerCase());
        ours.addSerializer(double.class, new FiniteDouble());
        ours.addSerializer(Double.class, new FiniteDouble());
        ours.addDeserializer(double.class, new NullIsNaN());
        ours.addDeserializer(Double.class, new NullIsNaN());
        ours.addDeserializer(Instant.class, new ReadInstant());
        return JsonMapper.builder()
                .addModule(new Jdk8Module())
                .addModule(ours)
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .build();
    }

    private static ObjectWriter writer() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(lines));
    }

    /** Writes a value, usually a record, and a line end. */
    public static void write(Object value, OutputStream out) throws IOException {
        try (JsonGenerator generator = WRITER.createGenerator(out)) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            WRITER.writeValue(generator, value);
            generator.flush();
            out.write('\n');
        }
    }

    /**
     * Reads a value that was written here.
     *
     * @param type the record's class
     * @param of the classes in the place of its type parameters
     * @throws IOException when the file cannot be read, or holds something else; the message names the file and the place
     */
    public static <T> T read(Path file, Class<T> type, Class<?>... of) throws IOException {
        JavaType wanted = MAPPER.getTypeFactory().constructParametricType(type, of);
        try (InputStream in = Files.newInputStream(file)) {
            return MAPPER.readValue(in, wanted);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + ": expected what this version of clip-probe writes, found something else: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    private static final class LowerCase extends StdSerializer<Enum<?>> {
        private static final long serialVersionUID = 1;

        LowerCase() {
            super(Enum.class, false);
        }

        @Override
        public void serialize(Enum<?> value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }

    private static final class FiniteDouble extends JsonSerializer<Double> {
        @Override
        public void serialize(Double value, JsonGenerator out, SerializerProvider provider) throws IOException {
            if (Double.isFinite(value)) {
                out.writeNumber(value);
            } else {
                out.writeNull();
            }
        }
    }

    private static final class NullIsNaN extends StdDeserializer<Double> {
        private static final long serialVersionUID = 1;

        NullIsNaN() {
            super(double.class);
        }

        @Override
        public Double deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return in.getDoubleValue();
        }

        @Override
        public Double getNullValue(DeserializationContext context) {
            return Double.NaN;
        }
    }

    private static final class ReadInstant extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1;

        ReadInstant() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Instant.parse(in.getText());
        }
    }
}
