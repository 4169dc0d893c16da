package io.credence.driver.kryo;

import com.esotericsoftware.kryo.Kryo;
import io.credence.driver.data.copies.KeyRun;
import io.credence.driver.data.input.RowKey;
import io.credence.ensemble.calibration.AffineLikelihood;
import io.credence.ensemble.calibration.Calibration;
import io.credence.ensemble.calibration.Conformal;
import io.credence.ensemble.calibration.ConformalScore;
import io.credence.ensemble.calibration.FoldScores;
import io.credence.ensemble.calibration.LabelScore;
import io.credence.ensemble.calibration.LabelScores;
import io.credence.ensemble.calibration.QuantileScores;
import io.credence.ensemble.calibration.ResidualScores;
import io.credence.ensemble.calibration.ScaleLikelihood;
import io.credence.ensemble.encoding.CalendarPart;
import io.credence.ensemble.encoding.ColumnType;
import io.credence.ensemble.encoding.Encoding;
import io.credence.ensemble.encoding.FeatureColumn;
import io.credence.ensemble.encoding.LabelColumn;
import io.credence.ensemble.encoding.MissingPlace;
import io.credence.ensemble.encoding.NumberRange;
import io.credence.ensemble.encoding.NumberScaling;
import io.credence.ensemble.evaluation.ScoredRow;
import io.credence.ensemble.evaluation.SplitScores;
import io.credence.ensemble.evaluation.TopRows;
import io.credence.ensemble.exact.ExactSum;
import io.credence.ensemble.exact.Moments;
import io.credence.ensemble.metric.ClassificationAccumulator;
import io.credence.ensemble.metric.CoverageAccumulator;
import io.credence.ensemble.metric.Metric;
import io.credence.ensemble.metric.OutOfDistributionAccumulator;
import io.credence.ensemble.metric.RegressionAccumulator;
import io.credence.ensemble.metric.ScoreHistogram;
import io.credence.ensemble.posterior.EnsembleModel;
import io.credence.ensemble.posterior.EnsembleSpec;
import io.credence.ensemble.posterior.Posterior;
import io.credence.ensemble.specification.ConvolutionSpec;
import io.credence.ensemble.specification.ImageSpec;
import io.credence.ensemble.specification.NetworkSpec;
import io.credence.ensemble.specification.Task;
import io.credence.ensemble.training.Member;
import io.credence.ensemble.training.MemberHistory;
import io.credence.kernels.embedding.NumericEmbedding;
import io.credence.kernels.initialization.Initialization;
import io.credence.kernels.layer.Normalization;
import io.credence.kernels.layer.Pooling;
import io.credence.kernels.layer.Prior;
import io.credence.kernels.loss.DistributionLoss;
import io.credence.kernels.loss.Loss;
import io.credence.kernels.loss.TripletMining;
import io.credence.kernels.simd.elementwise.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.serializer.KryoRegistrator;

/**
 * The registration of every class that Kryo transfers between driver and executors: those of Credence, and those of
 * Spark that Spark's own list omits. Credence runs with {@code spark.kryo.registrationRequired=true}. An unregistered
 * class then causes an error that names it, instead of silently adding a hundred bytes to every record.
 *
 * <p>Both sides number the classes by their position in the list, so driver and executors must run the same jar.
 */
public final class CredenceKryoRegistrator implements KryoRegistrator {
    private static final List<Class<?>> OF_CREDENCE = List.of(
            Calibration.None.class,
            Calibration.Temperature.class,
            Calibration.VarianceScale.class,
            Calibration.VectorScale.class,
            Calibration.MatrixScale.class,
            AffineLikelihood.class,
            Conformal.Interval.class,
            Conformal.LabelSet.class,
            Conformal.CrossInterval.class,
            Conformal.CrossLabelSet.class,
            Conformal.QuantileInterval.class,
            Conformal.CrossQuantileInterval.class,
            ConformalScore.class,
            QuantileScores.class,
            FoldScores.class,
            LabelScore.class,
            LabelScores.class,
            ResidualScores.class,
            ScaleLikelihood.class,
            CalendarPart.class,
            ColumnType.class,
            Encoding.class,
            FeatureColumn.Categorical.class,
            FeatureColumn.Indexed.class,
            FeatureColumn.Numeric.class,
            FeatureColumn.Temporal.class,
            FeatureColumn.Vector.class,
            LabelColumn.Classes.class,
            LabelColumn.CountTarget.class,
            LabelColumn.PositiveTarget.class,
            LabelColumn.Target.class,
            MissingPlace.class,
            NumberRange.class,
            NumberScaling.Quantile.class,
            NumberScaling.Robust.class,
            NumberScaling.Standard.class,
            ExactSum.class,
            ExactSum[].class,
            Moments.class,
            ConvolutionSpec.class,
            ImageSpec.class,
            Member.class,
            MemberHistory.class,
            MemberHistory.Divergence.class,
            MemberHistory.Epoch.class,
            MemberHistory.LayerHealth.class,
            NetworkSpec.class,
            Task.class,
            EnsembleModel.class,
            EnsembleSpec.class,
            Posterior.Method.class,
            ScoredRow.class,
            SplitScores.class,
            TopRows.class,
            ClassificationAccumulator.class,
            CoverageAccumulator.class,
            Metric.class,
            OutOfDistributionAccumulator.class,
            RegressionAccumulator.class,
            KeyRun.class,
            RowKey.class,
            Initialization.class,
            Normalization.class,
            Pooling.Kind.class,
            Loss.BinaryCrossEntropy.class,
            Loss.Contrastive.class,
            Loss.CrossEntropy.class,
            Loss.Focal.class,
            Loss.GaussianNll.class,
            Loss.LogNormalNll.class,
            Loss.Mse.class,
            Loss.Triplet.class,
            DistributionLoss.GaussianMixtureNll.class,
            DistributionLoss.NegativeBinomialNll.class,
            DistributionLoss.PoissonNll.class,
            DistributionLoss.Quantile.class,
            DistributionLoss.StudentTNll.class,
            TripletMining.class,
            NumericEmbedding.None.class,
            NumericEmbedding.Periodic.class,
            NumericEmbedding.PiecewiseLinear.class,
            Prior.Gaussian.class,
            Prior.ScaleMixture.class,
            Activation.class);

    /** Listed by name, because not all of them are public. */
    private static final List<String> OF_CREDENCE_BY_NAME = List.of(
            "io.credence.driver.data.ProfilePass$Output",
            "io.credence.driver.data.split.NumberHistogram",
            "io.credence.driver.data.csv.TypeInference",
            "io.credence.driver.data.profile.DataProfile",
            "io.credence.driver.data.shard.ShardKey",
            "io.credence.driver.train.member.MemberOutcome$Damaged",
            "io.credence.driver.train.member.MemberOutcome$Diverged",
            "io.credence.driver.train.member.MemberOutcome$NoRoom",
            "io.credence.driver.train.member.MemberOutcome$Trained",
            "io.credence.ensemble.metric.ReliabilityBins",
            "io.credence.ensemble.metric.UncertaintyDistribution",
            "[Lio.credence.ensemble.metric.ReliabilityBins;");

    private static final List<Class<?>> OF_THE_JDK = List.of(
            ArrayList.class,
            HashMap.class,
            HashSet.class,
            LinkedHashMap.class,
            LinkedHashSet.class,
            TreeMap.class,
            int[][].class,
            long[][].class,
            float[][].class,
            double[][].class);

    /** Listed by name, because Java cannot refer to Scala objects and to classes that are private to Spark. */
    private static final List<String> OF_SPARK = List.of(
            "org.apache.spark.sql.Row",
            "[Lorg.apache.spark.sql.Row;",
            "org.apache.spark.sql.catalyst.expressions.GenericRow",
            "org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema",
            "[Lorg.apache.spark.sql.types.DataType;",
            "org.apache.spark.sql.types.ArrayType",
            "org.apache.spark.sql.types.BinaryType$",
            "org.apache.spark.sql.types.BooleanType$",
            "org.apache.spark.sql.types.ByteType$",
            "org.apache.spark.sql.types.FloatType$",
            "org.apache.spark.sql.types.MapType",
            "[Lorg.apache.spark.sql.types.Metadata;",
            "org.apache.spark.sql.types.NullType$",
            "org.apache.spark.sql.types.ShortType$",
            "org.apache.spark.sql.types.TimestampNTZType$",
            "org.apache.spark.sql.types.TimestampType$",
            "org.apache.spark.ml.linalg.VectorUDT",
            "scala.reflect.ManifestFactory$ObjectManifest");

    @Override
    public void registerClasses(Kryo kryo) {
        OF_CREDENCE.forEach(type -> register(kryo, type));
        kryo.register(ScoreHistogram.class, new ScoreHistogramSerializer());
        OF_CREDENCE_BY_NAME.forEach(name -> register(kryo, named(name, kryo.getClassLoader())));
        OF_THE_JDK.forEach(kryo::register);
        ImmutableCollections.register(kryo);
        OF_SPARK.forEach(name -> kryo.register(named(name, kryo.getClassLoader())));
    }

    private static void register(Kryo kryo, Class<?> type) {
        if (type.isRecord()) {
            kryo.register(type, new RecordSerializer<>(type.asSubclass(Record.class)));
        } else {
            kryo.register(type);
        }
    }

    private static Class<?> named(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " is not on the class path", e);
        }
    }
}
