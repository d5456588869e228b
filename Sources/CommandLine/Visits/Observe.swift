// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
package import LocalStore

/// `observe`: what happened at one moment of truth, or at many.
package struct Observe: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "observe",
    abstract: "Record what happened at a moment of truth.",
    discussion: """
      The value is read by the interaction's kind: 4, yes, 12.5, 85 %, 14:05, 2026-02-01.
      Observing again changes what you say and leaves the rest; the old value stays in the history.
      What happens several times on a visit is observed with --occurrence 2, 3 …
      """
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The interaction's code; see: interactions.") var interaction: String?
  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("What was seen.", valueName: "value")
  )
  var words: [String] = []
  @Option(help: "The visit, by code or beginning of its ID; else the one in progress.")
  var visit: String?
  @Option(
    help: ArgumentHelp(
      "Many at once, from a file of JSON Lines; - for standard input.",
      discussion: """
        Each line is an object: {"interaction": "desk", "value": 4, "note": "…"}. A line is on \
        disk before the next is read; lines that cannot be taken are told and passed over.
        """,
      valueName: "file"
    ),
    completion: .file(extensions: ["jsonl"])
  )
  var from: String?
  @Flag(help: "With --from: all lines, or none where any cannot be taken.") var atomic = false
  @OptionGroup(title: "About the moment") var moment: MomentOptions

  package init() {}

  package func run(in store: LocalStore) throws {
    if let from {
      guard interaction == nil else {
        throw Failure(.usage, "The interactions are in \(from). Name a file or an interaction.")
      }
      var lines = try ObservedLines(from: from, visit: visit, isAtomic: atomic, store)
      return try lines.run(asJSON: output.json)
    }
    guard !atomic else { throw Failure(.usage, "--atomic goes with --from. Leave it out.") }
    guard let interaction else {
      throw Failure(.usage, "No interaction is named. Say which: observe INTERACTION VALUE.")
    }
    var typed = try moment.typed
    if let value = try onlyValue(among: words) {
      guard typed.absent == nil else {
        throw Failure(.usage, "There is a value and a reason for none. Give one of the two.")
      }
      typed.texts.insert(("value", value), at: 0)
    }
    let moment = ToldMoment(interaction: interaction, visit: visit, typed: typed)
    try moment.record(in: store, asJSON: output.json)
  }
}

/// What can be said of a moment besides its value.
struct MomentOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "The impression: misery, neutral, magic, or -2 to 2.")
  var verdict: String?
  @Option(parsing: .unconditional, help: "How long it took: seconds, 2:30 or 2m30s.")
  var seconds: String?
  @Option(parsing: .unconditional, help: "What happened, in words.") var note: String?
  @Option(parsing: .unconditional, help: "When: 14:05, -10m, 2026-02-01 14:05, now.")
  var at: String?
  @Option(help: "What the customer was asked to give, as codes with commas between.")
  var askedFor: String?
  @Option(parsing: .unconditional, help: "To whom or where the customer was handed over.")
  var movedTo: String?
  @Option(help: "Which time it happens on this visit: 1 for the first, up to 1000.")
  var occurrence = 1
  @Flag(help: "The question does not arise here.") var notApplicable = false
  @Flag(help: "Staff refused, or you declined.") var refused = false
  @Flag(help: "You were asked and leave it blank.") var leftBlank = false

  /// What was said.
  var typed: TypedObservation {
    get throws {
      let texts: [(FieldPath, String?)] = [
        ("verdict", verdict), ("seconds", seconds), ("note", note), ("observed_at", at),
        ("asked_for", askedFor), ("moved_to", movedTo),
      ]
      let reasons: [(AbsentReason, Bool)] = [
        (.notApplicable, notApplicable), (.refused, refused), (.leftBlank, leftBlank),
      ]
      let given = reasons.filter(\.1).map(\.0)
      guard given.count <= 1 else {
        throw Failure(.usage, "There is more than one reason for no value. Give one.")
      }
      guard (1...1_000).contains(occurrence) else {
        throw Failure(.usage, "--occurrence takes 1 to 1000.")
      }
      return TypedObservation(
        texts: texts.compactMap { path, text in text.map { (path, $0) } },
        absent: given.first,
        occurrence: occurrence
      )
    }
  }
}
