// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Insight
import TestSupport
import Testing

/// What the visits to the clinics say, beside what another program made of the same rows.
@Suite(.enabled(if: FieldData.isPresent, FieldData.absence)) struct PatnaTests {
  @Test func `every figure of the clinics comes out equal to six decimals`() throws {
    let facts = try Patna.facts()
    let visits = try Patna.visits(facts)
    var figures = try KnownFigures("patna-mystery-visits/expected.json")
    noteInteractions(facts, visits, in: &figures)
    noteGroups(facts, visits, in: &figures)
    notePlaces(facts, visits, in: &figures)
    try noteImportance(facts, visits, in: &figures)
    noteGaps(facts, visits, in: &figures)
    figures.hold(except: [
      "dataset", "formulas", "totals|attempts", "attempts", "dirty_values", "replay",
    ])
  }

  private func noteInteractions(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    in figures: inout KnownFigures
  ) {
    let all = interactions(facts, visits)[0]
    figures.note("totals", "visits", is: all.visits)
    figures.note("totals", "interactions_in_bank", is: all.interactions.count)
    figures.note("totals", "observations", is: visits.reduce(0) { $0 + $1.moments.count })
    figures.note("totals", "locations", is: interactions(facts, by: [.location], visits).count)
    figures.note("totals", "shoppers", is: interactions(facts, by: [.shopper], visits).count)
    for result in all.interactions {
      let code = result.entry.code.text
      figures.note("interactions", code, "kind", is: result.entry.kind.rawValue)
      figures.note("interactions", code, "n", is: result.n)
      if result.outOfRange > 0 { figures.note("out_of_range", code, is: result.outOfRange) }
      switch result.entry.kind {
      case .yesno:
        figures.note("interactions", code, "yes", is: result.yes)
        figures.note("interactions", code, "share_yes", is: result.shareYes)
      case .rating:
        note(result, code, in: &figures)
      default:
        figures.note("interactions", code, "mean", is: result.values.mean)
        figures.note("interactions", code, "median", is: result.values.median)
        figures.note("interactions", code, "sum", is: result.values.sum)
        figures.note("interactions", code, "p90_linear", is: result.values.quantile(0.9))
        figures.note("interactions", code, "max", is: result.values.maximum)
      }
    }
  }

  private func note(_ result: InteractionResult, _ code: String, in figures: inout KnownFigures) {
    figures.note("interactions", code, "mean", is: result.values.mean)
    figures.note("interactions", code, "sd_sample", is: result.values.deviation)
    figures.note("interactions", code, "median", is: result.values.median)
    for (value, count) in result.values.counts {
      figures.note("interactions", code, "counts", "\(Int(value))", is: count)
    }
    let (misery, neutral, magic) =
      code == "overall" ? ("_1_4", "_5_8", "_9_10") : ("_1", "_2", "_3")
    let impressions = result.impressions
    figures.note("interactions", code, "misery_share" + misery, is: impressions.miseryRate)
    figures.note("interactions", code, "magic_share" + magic, is: impressions.magicRate)
    let neutralRate = Double(impressions.neutral) / Double(impressions.n)
    figures.note("interactions", code, "neutral_share" + neutral, is: neutralRate)
    guard code == "overall" else { return }
    figures.note("interactions", code, "nps_9_10_minus_1_6", is: result.promoters)
  }

  private func noteGroups(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    in figures: inout KnownFigures
  ) {
    let names = ["brand", "scenario", "wave", "provider_type", "block", "shopper_language"]
    for name in names {
      // Two clinics are of no block that anybody knows.
      let groups = interactions(facts, by: [Dimension(named: name)], visits)
      for group in groups where group.key.parts != [nil] {
        let key = group.key.text
        figures.note("groups", name, key, "visits", is: group.visits)
        for result in group.interactions {
          let code = result.entry.code.text
          switch result.entry.kind {
          case .rating:
            figures.note("groups", name, key, "mean", code, is: result.values.mean)
            figures.note("groups", name, key, "n", code, is: result.n)
          case .yesno:
            figures.note("groups", name, key, "share_yes", code, is: result.shareYes)
          default: break
          }
        }
      }
    }
  }

  private func notePlaces(
    _ facts: ProgramFacts,
    _ visits: [VisitMoments],
    in figures: inout KnownFigures
  ) {
    let places = ranking(facts, by: [.location], visits, of: "overall", answers: 3)?.places ?? []
    let section = "locations_with_3_or_more_visits"
    figures.note(section, "n", is: places.count)
    for (rank, place) in places.prefix(10).enumerated() {
      figures.note(section, "lowest_10", "\(rank)", "clinic_id", is: place.group.key.text)
      figures.note(section, "lowest_10", "\(rank)", "n", is: place.result.n)
      figures.note(section, "lowest_10", "\(rank)", "mean", is: place.result.values.mean)
    }
    for group in interactions(facts, by: [.shopper], visits) {
      figures.note("shoppers", group.key.text, "n", is: group["overall"]?.n ?? 0)
      let mean = group["overall"]?.values.mean
      figures.note("shoppers", group.key.text, "mean_overall", is: mean)
    }
    for group in interactions(facts, by: [.month], visits) {
      figures.note("visits_per_month", group.key.text, is: group.visits)
      let mean = group["overall"]?.values.mean
      figures.note("mean_overall_per_month", group.key.text, is: mean)
    }
  }
}
