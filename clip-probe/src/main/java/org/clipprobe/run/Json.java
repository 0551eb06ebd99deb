package org.clipprobe.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** JSON for people and programs: indented, one kind of line end on every machine. */
final class Json {
    private static final ObjectWriter WRITER = writer();

    private Json() {}

    private static ObjectWriter writer() {
        SimpleModule asText = new SimpleModule();
        asText.addSerializer(Instant.class, ToStringSerializer.instance);
        asText.addSerializer(Path.class, ToStringSerializer.instance);
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        return JsonMapper.builder()
                .addModule(asText)
                .configure(SerializationFeature.FAIL_ON_EMPTY_BEANS, true)
                .build()
                .writer(printer);
    }

    static void write(Object value, OutputStream out) throws IOException {
        try (JsonGenerator generator = WRITER.createGenerator(out)) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            WRITER.writeValue(generator, value);
            generator.flush();
            out.write("\n".getBytes(StandardCharsets.UTF_8));
        }
    }
}
