package org.clipprobe.concept.naming;

import java.util.OptionalDouble;
import org.clipprobe.concept.similarity.Auc;
import org.clipprobe.concept.similarity.Cosine;
import org.clipprobe.concept.similarity.CosineCubed;
import org.clipprobe.concept.similarity.LabelAuc;
import org.clipprobe.concept.similarity.RankReorder;
import org.clipprobe.concept.similarity.Similarity;
import org.clipprobe.concept.similarity.SoftWpmi;
import org.clipprobe.concept.similarity.Wpmi;

/** The methods of the literature, by the names that they are known by: the similarities' keys. */
public enum NamingMethod {
    SOFTWPMI("softwpmi"),
    WPMI("wpmi"),
    RANK_REORDER("rank-reorder"),
    COS_CUBED("cos-cubed"),
    COSINE("cosine"),
    AUC("auc");

    private final String key;

    NamingMethod(String key) {
        this.key = key;
    }

    public Similarity similarity(NamingInput input, OptionalDouble logitScale) {
        return switch (this) {
            case SOFTWPMI -> SoftWpmi.of(input.labels(), logitScale);
            case WPMI -> Wpmi.standard();
            case RANK_REORDER -> RankReorder.standard();
            case COS_CUBED -> new CosineCubed();
            case COSINE -> new Cosine();
            case AUC -> LabelAuc.suits(input.labels(), input.set()) ? new LabelAuc() : Auc.standard();
        };
    }

    @Override
    public String toString() {
        return key;
    }
}
