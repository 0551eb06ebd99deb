package org.clipprobe.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipprobe.model.GpuState;

/** What a GPU lacks: the build, the card, NVIDIA's driver, CUDA or cuDNN, and in which version. */
final class GpuCheck {
    private static final Pattern VERSIONED = Pattern.compile("lib(\\w+)\\.so\\.(\\d+)");
    private static final Pattern MAJOR = Pattern.compile("(\\d+)\\..*");
    private static final List<String> OF_CUDA = List.of("cudart", "cublas", "cublasLt");
    private static final Map<String, String> OLDEST_DRIVER = Map.of("12", "525", "13", "580");

    private GpuCheck() {}

    static List<Finding> of(GpuState state) {
        if (!state.build()) {
            return List.of(
                    state.card()
                            ? Finding.warning(
                                    "GPU",
                                    "there is an NVIDIA card, but this build is for processors",
                                    "to use it, build with ./mvnw -Pgpu -DskipTests package and ask for --device cuda")
                            : Finding.ok("GPU", "none is used: this build is for processors"));
        }
        List<Finding> all =
                new ArrayList<>(List.of(driver(state), libraries("CUDA", state), libraries("cuDNN", state)));
        boolean explained = all.stream().anyMatch(finding -> finding.status() != Finding.Status.OK);
        all.add(state.failure()
                .map(said -> Finding.failed(
                        "GPU",
                        "ONNX Runtime says: " + said,
                        explained
                                ? "mend what is said above, or use the processor (--device cpu)"
                                : "run nvidia-smi: it must list a GPU that no other program keeps for itself; or use the"
                                        + " processor (--device cpu)"))
                .orElse(Finding.ok("GPU", "ONNX Runtime opens graphs on it")));
        return all;
    }

    private static Finding driver(GpuState state) {
        Optional<String> wanted = cuda(state);
        String newer = "install NVIDIA's driver"
                + wanted.map(OLDEST_DRIVER::get)
                        .map(oldest -> " " + oldest + " or newer")
                        .orElse("");
        if (state.driver().isEmpty()) {
            return Finding.failed(
                    "NVIDIA driver",
                    "libcuda, which comes with the driver, is not found"
                            + (state.card() ? ", but a card is there" : ""),
                    state.card()
                            ? newer + "; in a container, start it with --gpus all"
                            : newer + ", and check the card");
        }
        String driver = state.driver().get();
        boolean old = wanted.isPresent() && major(driver) < Integer.parseInt(wanted.get());
        return old
                ? Finding.failed(
                        "NVIDIA driver",
                        "the driver runs CUDA " + driver + ", but this build needs CUDA " + wanted.get(),
                        newer)
                : Finding.ok("NVIDIA driver", "the driver runs CUDA up to " + driver);
    }

    private static Finding libraries(String product, GpuState state) {
        boolean deep = product.equals("cuDNN");
        List<String> needed = of(state.needed(), deep);
        List<String> missing = of(state.missing(), deep);
        String version = deep
                ? needed.stream().findFirst().map(GpuCheck::number).orElse("")
                : cuda(state).orElse("");
        String named = (product + " " + version).strip();
        if (needed.isEmpty()) {
            return Finding.ok(product, "not looked for: the build does not say which version it needs");
        }
        return missing.isEmpty()
                ? Finding.ok(product, named + " is there (" + String.join(", ", needed) + ")")
                : Finding.failed(
                        product,
                        "of " + named + " the system does not find " + String.join(", ", missing),
                        "install " + named
                                + " for this system, and put the folder of its libraries into LD_LIBRARY_PATH");
    }

    private static List<String> of(List<String> libraries, boolean deep) {
        return libraries.stream()
                .filter(name -> !name.startsWith("libcuda.so"))
                .filter(name -> name.startsWith("libcudnn") == deep)
                .toList();
    }

    /** The version of CUDA that the build was linked with: that of its runtime, whose number is CUDA's own. */
    private static Optional<String> cuda(GpuState state) {
        return state.needed().stream()
                .filter(name -> {
                    Matcher matcher = VERSIONED.matcher(name);
                    return matcher.matches() && OF_CUDA.contains(matcher.group(1));
                })
                .findFirst()
                .map(GpuCheck::number);
    }

    private static String number(String library) {
        Matcher matcher = VERSIONED.matcher(library);
        return matcher.matches() ? matcher.group(2) : "";
    }

    private static int major(String version) {
        Matcher matcher = MAJOR.matcher(version);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
