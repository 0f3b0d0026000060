package io.tallybeam.focus;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The columns of an export: those of FOCUS 1.2 in the order of their names, then ours.
 *
 * <p>Every mandatory and recommended column that applies is here, and the conditional ones whose
 * condition holds. {@code ListUnitPrice} and {@code ContractedUnitPrice} are not: FOCUS wants a
 * price in every row of usage, and calls of one day need not have one price (tiers, price changes,
 * reported costs). {@code x_AverageUnitPrice} has what a unit cost, where that is exact.
 */
final class FocusSchema {

  /** The digits behind the point of amounts and prices. */
  static final int SCALE = 12;

  private static final Type USD = Types.DecimalType.of(38, SCALE);
  private static final Type UNITS = Types.DecimalType.of(38, 0);
  private static final Type TEXT = Types.StringType.get();
  private static final Type TIME = Types.TimestampType.withZone();

  private static final Schema SCHEMA = schema();

  private FocusSchema() {}

  /** The columns. Those that FOCUS lets be null are optional. */
  static Schema get() {
    return SCHEMA;
  }

  private static Schema schema() {
    List<NestedField> columns = new ArrayList<>();
    required(columns, "BilledCost", USD);
    required(columns, "BillingAccountId", TEXT);
    optional(columns, "BillingAccountName", TEXT);
    required(columns, "BillingCurrency", TEXT);
    required(columns, "BillingPeriodEnd", TIME);
    required(columns, "BillingPeriodStart", TIME);
    required(columns, "ChargeCategory", TEXT);
    optional(columns, "ChargeClass", TEXT);
    optional(columns, "ChargeDescription", TEXT);
    required(columns, "ChargeFrequency", TEXT);
    required(columns, "ChargePeriodEnd", TIME);
    required(columns, "ChargePeriodStart", TIME);
    optional(columns, "ConsumedQuantity", UNITS);
    optional(columns, "ConsumedUnit", TEXT);
    required(columns, "ContractedCost", USD);
    required(columns, "EffectiveCost", USD);
    optional(columns, "InvoiceId", TEXT);
    required(columns, "InvoiceIssuerName", TEXT);
    required(columns, "ListCost", USD);
    optional(columns, "PricingCategory", TEXT);
    optional(columns, "PricingQuantity", UNITS);
    optional(columns, "PricingUnit", TEXT);
    required(columns, "ProviderName", TEXT);
    required(columns, "PublisherName", TEXT);
    optional(columns, "ResourceId", TEXT);
    optional(columns, "ResourceName", TEXT);
    required(columns, "ServiceCategory", TEXT);
    required(columns, "ServiceName", TEXT);
    required(columns, "ServiceSubcategory", TEXT);
    optional(columns, "SkuId", TEXT);
    optional(columns, "SkuMeter", TEXT);
    optional(columns, "SkuPriceDetails", TEXT);
    optional(columns, "SkuPriceId", TEXT);
    optional(columns, "SubAccountId", TEXT);
    optional(columns, "SubAccountName", TEXT);
    optional(columns, "Tags", TEXT);
    optional(columns, "x_AdjustmentReason", TEXT);
    optional(columns, "x_AverageUnitPrice", USD);
    optional(columns, "x_AvoidedCost", USD);
    optional(columns, "x_Charge", TEXT);
    required(columns, "x_CostStatus", TEXT);
    required(columns, "x_Model", TEXT);
    optional(columns, "x_PriceVersions", TEXT);
    required(columns, "x_Requests", Types.LongType.get());
    optional(columns, "x_RunId", TEXT);
    return new Schema(columns);
  }

  private static void required(List<NestedField> columns, String name, Type type) {
    columns.add(NestedField.required(columns.size() + 1, name, type));
  }

  private static void optional(List<NestedField> columns, String name, Type type) {
    columns.add(NestedField.optional(columns.size() + 1, name, type));
  }
}
