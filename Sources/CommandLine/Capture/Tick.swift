// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
import FieldModel
package import LocalStore

/// `tick`: a timestamp now, detail later.
package struct Tick: StoreCommand {
  package static let configuration = CommandConfiguration(
    commandName: "tick",
    abstract: "Note the moment; say later what it was."
  )

  @OptionGroup package var storeOptions: StoreOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "A word or two on what happens.") var label: String?
  @Option(help: "The visit, by code or beginning of its ID; else the one in progress.")
  var visit: String?
  @Option(parsing: .unconditional, help: "When, if not now: 14:05, -10m, 2026-02-01 14:05.")
  var at: String?

  package init() {}

  package func run(in store: LocalStore) throws {
    let (on, moment) = try store.write { writer in
      let on = try writer.reader.visit(visit)
      let moment = try freeMoment(of: on, writer)
      let path = FieldPath(FieldSchema.tickPrefix + moment.description)
      try writer.edit(on.record.header, .write([Put(path, .text(label ?? ""))]))
      return (on, moment)
    }
    if output.json {
      let answer = TickAnswer(
        visit: on.id.description,
        at: moment.description,
        label: label ?? ""
      )
      return try TextOutput.json(answer)
    }
    TextOutput.line("\(on.title)  \(moment.description)" + (label.map { "  \($0)" } ?? ""))
  }

  /// The moment to note: the next millisecond that has no tick yet, so that none replaces another.
  private func freeMoment(of visit: Visit, _ writer: StoreWriter) throws -> LocalTime {
    let now = writer.surroundings.now()
    let typed = try at.map {
      try writer.reader.typedValue($0, of: "started_at", in: visit.record.header, now: now)
    }
    var moment = typed?.moment ?? now
    let taken = Set(visit.ticks.map(\.at))
    while taken.contains(moment.description) {
      moment = LocalTime(
        milliseconds: moment.milliseconds + 1,
        offsetSeconds: moment.offsetSeconds,
        zone: moment.zone
      )
    }
    return moment
  }
}

private struct TickAnswer: Encodable {
  let visit: String
  let at: String
  let label: String
}
