// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel

/// Computes the figures of field work from the files of its dataset, and from nothing else.
struct FieldFigures {
  private let dataset: PulledDataset
  private let kinds: [String: String]
  private let scales: [String: Double]
  private let answers: [String: [(visit: String, value: Double)]]
  private let outOfRange: [String: Int]
  private let visitCodes: [String]

  /// The figures.
  private(set) var figures = Figures()

  /// Computes what can be known from a dataset.
  init(of dataset: PulledDataset) throws {
    self.dataset = dataset
    let codes = try dataset.interactions.column("code")
    kinds = Dictionary(zip(codes, try dataset.interactions.column("kind"))) { $1 }
    scales = Dictionary(
      zip(codes, try dataset.interactions.column("max").map { Double($0) ?? 0 })
    ) { $1 }
    visitCodes = try dataset.visits.column("visit_code")
    (answers, outOfRange) = try FieldFigures.answers(in: dataset.observations)
    try noteTotals()
    noteInteractions()
    try noteGroups()
    try notePlaces()
    try noteMonths()
    try noteAttempts()
    try noteDirtyValues()
    try noteReviews()
  }

  private static func answers(
    in table: PulledTable
  ) throws -> (answers: [String: [(visit: String, value: Double)]], outOfRange: [String: Int]) {
    var answers: [String: [(visit: String, value: Double)]] = [:]
    var outOfRange: [String: Int] = [:]
    let (visits, values) = (try table.column("visit_code"), try table.column("value"))
    let flags = try table.column("out_of_range")
    for (row, code) in try table.column("interaction").enumerated() {
      if flags[row] == "true" {
        outOfRange[code, default: 0] += 1
      } else if let value = Double(values[row]) {
        answers[code, default: []].append((visits[row], value))
      }
    }
    return (answers, outOfRange)
  }

  private func sample(of interaction: String) -> Sample {
    Sample((answers[interaction] ?? []).map(\.value))
  }

  private mutating func noteTotals() throws {
    figures.note("totals", "visits", is: dataset.visits.rows.count)
    figures.note("totals", "locations", is: dataset.locations.rows.count)
    let shoppers = Set(try dataset.visits.column("shopper")).subtracting([""])
    figures.note("totals", "shoppers", is: shoppers.count)
    figures.note("totals", "attempts", is: dataset.attempts.rows.count)
    figures.note("totals", "observations", is: dataset.observations.rows.count)
    figures.note("totals", "interactions_in_bank", is: dataset.interactions.rows.count)
    figures.note("out_of_range", are: outOfRange)
  }

  private mutating func noteInteractions() {
    for (code, kind) in kinds {
      let sample = sample(of: code)
      figures.note("interactions", code, "kind", is: kind)
      figures.note("interactions", code, "n", is: sample.count)
      switch kind {
      case "yesno":
        figures.note("interactions", code, "yes", is: sample.count(in: 1...1))
        figures.note("interactions", code, "share_yes", is: sample.share(in: 1...1))
      case "rating":
        noteRating(code, sample)
      default:
        figures.note("interactions", code, "mean", is: sample.mean)
        figures.note("interactions", code, "median", is: sample.quantile(0.5))
        figures.note("interactions", code, "sum", is: sample.sum)
        figures.note("interactions", code, "p90_linear", is: sample.quantile(0.9))
        figures.note("interactions", code, "max", is: sample.maximum)
      }
    }
  }

  private mutating func noteRating(_ code: String, _ sample: Sample) {
    figures.note("interactions", code, "mean", is: sample.mean)
    figures.note("interactions", code, "median", is: sample.quantile(0.5))
    figures.note("interactions", code, "sd_sample", is: sample.deviation)
    for (value, count) in sample.counts {
      figures.note("interactions", code, "counts", "\(Int(value))", is: count)
    }
    let parts: [(String, ClosedRange<Double>)] =
      scales[code] == 10
      ? [
        ("misery_share_1_4", 1...4), ("neutral_share_5_8", 5...8), ("magic_share_9_10", 9...10),
      ]
      : [("misery_share_1", 1...1), ("neutral_share_2", 2...2), ("magic_share_3", 3...3)]
    for (name, range) in parts {
      figures.note("interactions", code, name, is: sample.share(in: range))
    }
    let promoters = sample.share(in: 9...10) - sample.share(in: 1...6)
    figures.note("interactions", code, "nps_9_10_minus_1_6", is: promoters)
  }

  /// The means of groups of visits; a visit that belongs to none is in none.
  private mutating func noteGroups() throws {
    let columns = [
      ("brand", "brand"), ("scenario", "scenario"), ("wave", "wave"),
      ("provider_type", "attribute_provider_type"), ("block", "attribute_block"),
      ("shopper_language", "attribute_shopper_language"),
    ]
    for (name, column) in columns {
      let groups = try dataset.visits.columnIfAny(column)
      let byVisit = Dictionary(zip(visitCodes, groups)) { $1 }
      for group in Set(groups).subtracting([""]) {
        figures.note("groups", name, group, "visits", is: groups.count { $0 == group })
        for (code, kind) in kinds where kind == "rating" || kind == "yesno" {
          let values = (answers[code] ?? []).filter { byVisit[$0.visit] == group }
          noteGroup(name, group, code, kind, Sample(values.map(\.value)))
        }
      }
    }
    try noteGap()
  }

  private mutating func noteGroup(
    _ name: String,
    _ group: String,
    _ code: String,
    _ kind: String,
    _ sample: Sample
  ) {
    guard kind == "rating" else {
      return figures.note("groups", name, group, "share_yes", code, is: sample.share(in: 1...1))
    }
    figures.note("groups", name, group, "mean", code, is: sample.mean)
    figures.note("groups", name, group, "n", code, is: sample.count)
  }

  private mutating func noteGap() throws {
    let subjects = try dataset.visits.column("subject")
    let brands = try dataset.visits.column("brand")
    let byVisit = Dictionary(zip(visitCodes, subjects)) { $1 }
    for subject in ["own", "competitor"] {
      let place = subjects.firstIndex(of: subject)
      figures.note("brand_gap", subject, is: place.map { brands[$0] } ?? "")
    }
    for (code, kind) in kinds where kind == "rating" {
      let means = ["own", "competitor"].map { subject in
        Sample((answers[code] ?? []).filter { byVisit[$0.visit] == subject }.map(\.value)).mean
      }
      figures.note("brand_gap", "gap_own_minus_competitor", code, is: means[0] - means[1])
    }
  }

  /// The overall ratings by what a column of the visits says.
  private func overall(by column: [String]) -> [String: Sample] {
    let byVisit = Dictionary(zip(visitCodes, column)) { $1 }
    var values: [String: [Double]] = [:]
    for answer in answers["overall"] ?? [] {
      values[byVisit[answer.visit] ?? "", default: []].append(answer.value)
    }
    return values.mapValues(Sample.init)
  }

  private mutating func notePlaces() throws {
    for (shopper, sample) in overall(by: try dataset.visits.column("shopper")) {
      figures.note("shoppers", String(shopper.dropFirst()), "n", is: sample.count)
      figures.note("shoppers", String(shopper.dropFirst()), "mean_overall", is: sample.mean)
    }
    let places = overall(by: try dataset.visits.column("location")).filter { $0.value.count >= 3 }
    let section = "locations_with_3_or_more_visits"
    figures.note(section, "n", is: places.count)
    let lowest = places.sorted { ($0.value.mean, $0.key) < ($1.value.mean, $1.key) }.prefix(10)
    for (rank, place) in lowest.enumerated() {
      figures.note(section, "lowest_10", "\(rank)", "clinic_id", is: place.key)
      figures.note(section, "lowest_10", "\(rank)", "n", is: place.value.count)
      figures.note(section, "lowest_10", "\(rank)", "mean", is: place.value.mean)
    }
  }

  /// Months by the laptop's clock: the dates on the forms have wrong years.
  private mutating func noteMonths() throws {
    let months = try dataset.visits.column("started_at_local").map { String($0.prefix(7)) }
    figures.note("visits_per_month", are: FieldFigures.counts(months))
    for (month, sample) in overall(by: months) {
      figures.note("mean_overall_per_month", month, is: sample.mean)
    }
  }

  private static func counts(_ texts: [String]) -> [String: Int] {
    texts.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }
}

extension FieldFigures {
  private mutating func noteAttempts() throws {
    let table = dataset.attempts
    let visits = try table.column("visit_code")
    let perVisit = FieldFigures.counts(visits).values.map { "\($0)" }
    figures.note(
      "attempts",
      "visits_by_number_of_recorded_attempts",
      are: FieldFigures.counts(perVisit)
    )
    let reasons = try table.column("reason").filter { !$0.isEmpty }
    figures.note("attempts", "incomplete_reasons", are: FieldFigures.counts(reasons))
    let shoppers = try table.column("shopper")
    let pairs = Dictionary(grouping: zip(visits, shoppers), by: \.0)
    figures.note(
      "replay",
      "visits_whose_attempts_name_more_than_one_shopper",
      is: pairs.values.count { Set($0.map(\.1)).count > 1 }
    )
    try noteOrder(of: table, visits)
  }

  /// Counts attempts that were recorded on an earlier day than the attempt before them.
  private mutating func noteOrder(of table: PulledTable, _ visits: [String]) throws {
    let numbers = try table.column("number").map { Int($0) ?? 0 }
    let typed = try table.columnIfAny("at_raw")
    let days = zip(try table.column("at_local"), typed).map { read, typed in
      (read.isEmpty ? typed : read).prefix(10)
    }
    let rows = Dictionary(grouping: visits.indices.filter { !days[$0].isEmpty }) { visits[$0] }
    let backwards = rows.values.map { rows in
      let ordered = rows.sorted { numbers[$0] < numbers[$1] }
      return zip(ordered, ordered.dropFirst()).count { days[$1] < days[$0] }
    }
    figures.note(
      "replay",
      "attempts_recorded_out_of_wall_clock_order",
      is: backwards.reduce(0, +)
    )
  }

  /// Counts what was typed otherwise than the form asks, and what was left blank.
  private mutating func noteDirtyValues() throws {
    let columns = [("time_in", "time_in_raw", "00:00"), ("time_out", "time_out_raw", "00:00")]
    for (read, raw, shape) in columns {
      let typed = try dataset.visits.columnIfAny(raw)
      let pairs = zip(try dataset.visits.column(read), typed)
      let dirty = pairs.filter { $0.isEmpty && FieldFigures.shape(of: $1) != shape }.map(\.1)
      figures.note("dirty_values", raw, are: FieldFigures.counts(dirty))
    }
    for name in ["date_raw", "checked_on_raw"] {
      let days = try dataset.visits.columnIfAny("attribute_\(name)")
      let dirty = days.filter { FieldFigures.shape(of: $0) != "00/00/0000" }
      figures.note("dirty_values", name, are: FieldFigures.counts(dirty))
    }
  }

  /// A text with every digit as 0.
  private static func shape(of text: String) -> String {
    String(text.map { $0.isNumber ? "0" : $0 })
  }

  /// Counts the days from visit to review.
  private mutating func noteReviews() throws {
    let began = Dictionary(
      zip(visitCodes, try dataset.visits.column("started_at_local"))
    ) { $1 }
    var lags: [String] = []
    let days = try dataset.reviews.columnIfAny("attribute_reviewed_on")
    for (visit, reviewed) in zip(try dataset.reviews.column("visit_code"), days) {
      guard let first = began[visit].flatMap({ CalendarDate(String($0.prefix(10))) }),
        let last = CalendarDate(reviewed)
      else { continue }
      let lag = last.daysSince1970 - first.daysSince1970
      lags.append(lag > 7 ? ">7" : lag < -1 ? "<-1" : "\(lag)")
    }
    figures.note("replay", "review_lag_days", are: FieldFigures.counts(lags))
  }

  /// Adds what was counted while the replay was played.
  mutating func add(_ tally: ReplayTally) {
    figures.note("replay", "actions", is: tally.actionsByOperation.values.reduce(0, +))
    figures.note("replay", "devices", is: tally.devices.count)
    figures.note("replay", "by_op", are: tally.actionsByOperation)
    figures.note("replay", "assumed_times", is: tally.assumedTimes)
    figures.note("replay", "first", is: tally.span?.first ?? "")
    figures.note("replay", "last", is: tally.span?.last ?? "")
    figures.note("replay", "max_actions_in_one_day", is: tally.actionsByDay.values.max() ?? 0)
  }
}
