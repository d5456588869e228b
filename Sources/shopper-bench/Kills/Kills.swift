// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import CommandLine

/// Kills the processes of a running system, and counts what that cost.
struct Kills: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Kill hub, daemons and commands of a running system, and count what is lost.",
    discussion: """
      Laptops, each with a daemon and somebody who types, work with a hub while one process after \
      the other is killed (-9). Then everything syncs in peace, and what commands had confirmed \
      and the hub had acknowledged is looked for. Exit status: 0 nothing is lost, there twice or \
      damaged · 1 something is.
      """
  )

  @Option(help: "How many processes to kill: a quarter each hub and daemons, the rest commands.")
  var kills = 1_000

  @Option(help: "How many laptops besides the coordinator's.") var laptops = 8

  @Option(help: "Where chance begins.") var seed: UInt64 = 1

  func run() throws {
    try reportingFailure {
      guard kills > 3, laptops > 0 else {
        throw Failure(.usage, "There is nobody to kill. Name at least four kills and a laptop.")
      }
      let began = ContinuousClock.now
      let field = try KilledField(laptops: laptops)
      let campaign = KillCampaign(field, kills: kills, seed: seed)
      try campaign.run()
      try campaign.enterLast()
      try field.settle()
      try field.run(field.coordinator, ["sync"])
      let findings = campaign.complaints + field.stop() + (try field.check())
      let damage = Damage(campaign.entries, try field.merged())
      let seconds = (ContinuousClock.now - began) / .seconds(1)
      tell(campaign, findings: findings, damage, acknowledged: try field.heldByName(), seconds)
      guard findings.isEmpty, damage.lost.isEmpty, damage.duplicated.isEmpty else {
        throw Failure(
          .failed,
          "The campaign of seed \(seed) did harm, as listed above. Its files: \(field.folder)."
        )
      }
      field.isKept = false
    }
  }

  private func tell(
    _ campaign: KillCampaign,
    findings: [String],
    _ damage: Damage,
    acknowledged: [String: Int],
    _ seconds: Double
  ) {
    for finding in findings { TextOutput.line("wrong: \(finding)") }
    for place in damage.lost { TextOutput.line("lost: \(place)") }
    for place in damage.duplicated { TextOutput.line("duplicated: \(place)") }
    let killed = campaign.killed
    let cells: [(String, String)] = [
      ("seed", "\(seed)"), ("laptops", "\(laptops)"), ("kills", "\(killed.sum)"),
      ("hub", "\(killed.hub)"), ("daemon", "\(killed.daemon)"), ("command", "\(killed.command)"),
      ("confirmed", "\(campaign.entries.confirmed)"), ("unsaid", "\(campaign.entries.open)"),
      ("acknowledged", "\(acknowledged.values.reduce(0, +))"), ("audits", "\(campaign.audits)"),
      ("lost", "\(damage.lost.count)"), ("duplicated", "\(damage.duplicated.count)"),
      ("checks", findings.isEmpty ? "clean" : "\(findings.count) wrong"),
      ("seconds", "\(Int(seconds.rounded()))"),
    ]
    for row in [cells.map(\.0), cells.map(\.1)] {
      let padded = zip(row, cells).map { text, cell in
        String(repeating: " ", count: max(cell.0.count, cell.1.count) - text.count) + text
      }
      TextOutput.line(padded.joined(separator: "  "))
    }
  }
}

extension KillCampaign {
  /// Has every shopper enter something more, which also tells the daemons that there is work.
  func enterLast() throws {
    for seat in field.shoppers {
      var errand = seat.lastErrand()
      if case .begin(let visit) = errand {
        try field.run(seat, errand.words(at: seat.home))
        noteConfirmed(errand)
        seat.carryOn(with: visit)
        errand = seat.lastErrand()
      }
      try field.run(seat, errand.words(at: seat.home))
      noteConfirmed(errand)
    }
  }
}
