package io.tallybeam.focus;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.checkerframework.checker.nullness.qual.Nullable;

/** One row of an export in the making: what all rows have in common is filled in. */
final class FocusRow {

  private final Record row = GenericRecord.create(FocusSchema.get());
  private final String sku;

  /**
   * A row of {@code month} for whom and what a row of our tables is for.
   *
   * @param source a row of cost attribution, or of its adjustments
   */
  FocusRow(BillingMonth month, Record source) {
    String provider = Cells.name(source, "provider");
    sku = Cells.model(source);
    set("BillingPeriodStart", month.start());
    set("BillingPeriodEnd", month.end());
    set("ChargePeriodStart", Cells.time(source, "window_start"));
    set("ChargePeriodEnd", Cells.time(source, "window_end"));
    set("BillingCurrency", "USD");
    set("BillingAccountId", Cells.text(source, "tenant_id"));
    set("BillingAccountName", Cells.text(source, "tenant_id"));
    set("SubAccountId", orNull(Cells.text(source, "team_id")));
    set("SubAccountName", orNull(Cells.text(source, "team_id")));
    set("ProviderName", provider);
    set("PublisherName", provider);
    set("InvoiceIssuerName", provider);
    set("ServiceName", provider + " LLM API");
    set("ServiceCategory", "AI and Machine Learning");
    set("ServiceSubcategory", "Generative AI");
    // A correction of usage is usage: FOCUS counts refunds as such, and adjustments are what fits
    // no other category.
    set("ChargeCategory", "Usage");
    set("ChargeFrequency", "Usage-Based");
    set("PricingCategory", "Standard");
    set("SkuId", sku);
    set("Tags", tags(source));
    set("x_Model", Cells.name(source, "model"));
  }

  FocusRow set(String column, @Nullable Object value) {
    row.setField(column, value);
    return this;
  }

  /** What it costs: nobody grants us discounts, so that all four costs are one. */
  FocusRow cost(BigDecimal usd) {
    return set("BilledCost", usd)
        .set("EffectiveCost", usd)
        .set("ContractedCost", usd)
        .set("ListCost", usd);
  }

  FocusRow quantity(long units, String unit) {
    BigDecimal quantity = BigDecimal.valueOf(units);
    return set("ConsumedQuantity", quantity)
        .set("ConsumedUnit", unit)
        .set("PricingQuantity", quantity)
        .set("PricingUnit", unit);
  }

  /** What is metered. A price is found in a book by the model, the meter and the time. */
  FocusRow meter(String meter) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("x_Model", (String) row.getField("x_Model"));
    details.put("x_Meter", meter);
    return set("SkuMeter", meter)
        .set("SkuPriceId", sku + "/" + meter)
        .set("SkuPriceDetails", JsonText.of(details));
  }

  /** The row. */
  Record toRecord() {
    return row;
  }

  private static @Nullable String tags(Record source) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String name : List.of("user_id", "api_key_hash", "project_id")) {
      String value = Cells.text(source, name);
      if (!value.isEmpty()) {
        tags.put(name, value);
      }
    }
    return tags.isEmpty() ? null : JsonText.of(tags);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
