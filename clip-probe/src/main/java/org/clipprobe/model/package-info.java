/**
 * Opens the towers of a CLIP model that is stored as ONNX, tokenizes prompts, and captures and changes what flows through
 * hook points while a tower runs.
 *
 * <p>{@link org.clipprobe.model.ClipModel} opens a folder or a file in any of the layouts that exporters write. Its
 * {@link org.clipprobe.model.VisionTower} and {@link org.clipprobe.model.TextTower} list their
 * {@linkplain org.clipprobe.model.HookPoint hook points} and are opened as sessions, each for one list of
 * {@linkplain org.clipprobe.model.Capture captures} and {@linkplain org.clipprobe.model.Intervention interventions}:
 *
 * <pre>{@code
 * try (ClipModel model = ClipModel.open(Path.of("samples/emoji-clip"))) {
 *     VisionTower tower = model.requireVision();
 *     List<Capture> captures = tower.matching("vision.*.mlp").stream()
 *             .map(point -> new Capture(point, Pooling.MAX))
 *             .toList();
 *     try (VisionSession session = tower.open(captures)) {
 *         TowerOutput output = session.run(pixels, n); // embeddings [n, dimensions], and one Captured per capture
 *     }
 * }
 * }</pre>
 *
 * <p>Whoever opens, closes. A model, its towers and their hook points may be shared between threads; a session belongs to
 * one thread at a time. Files are read and never written, and nothing here uses the network. Everything that is wrong with
 * a model is a {@link org.clipprobe.model.ModelException} whose message begins with the file it is about.
 */
package org.clipprobe.model;
