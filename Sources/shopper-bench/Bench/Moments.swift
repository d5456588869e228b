// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalStore

/// The workload of the benchmark: observations of twenty shoppers in visits of twelve, each with a
/// note of about 120 bytes; the same in every run.
struct Moments {
  /// One observation.
  struct Moment {
    let interaction: String
    let rating: Int
    let verdict: Int
    let seconds: Int
    let note: String
    let at: LocalTime
  }

  /// One visit with its observations.
  struct Tour {
    let code: String
    let location: String
    let began: LocalTime
    let moments: [Moment]
  }

  /// How many shoppers there are.
  static let shoppers = 20

  /// The code of the workload's program.
  static let program = "moments"

  /// The interactions of the program's bank.
  static let interactions = (0..<200).map { "I\(1_000 + $0)" }

  /// The places, one for each brand.
  static let locations = ["own", "rival-a", "rival-b", "rival-c"]

  private static let perVisit = 12
  private static let words = """
    the staff greeted me before i reached counter and asked what was looking for then queue grew \
    longer nobody opened second till phone rang unanswered twice receipt wrong price corrected \
    politely waited minutes clean floor music loud manager apologised offered help again friendly \
    slow fast explained options clearly forgot bag smiled ignored busy shelf empty sign missing
    """.split(separator: " ")

  /// The visits of each shopper.
  let tours: [[Tour]]

  /// How many observations there are.
  let count: Int

  /// A workload of so many observations.
  init(_ count: Int) {
    self.count = count
    tours = (0..<Moments.shoppers).map { shopper in
      var diary = Diary(of: shopper)
      let share = Moments.share(of: shopper, in: count)
      var tours: [Tour] = []
      while let tour = diary.next(until: share) { tours.append(tour) }
      return tours
    }
  }

  /// How many of so many observations are a shopper's.
  static func share(of shopper: Int, in count: Int) -> Int {
    count / shoppers + (shopper < count % shoppers ? 1 : 0)
  }

  /// A shopper's visits one after another, without end: whoever reads it needs room for one.
  struct Diary {
    /// How many observations it has told.
    private(set) var count = 0

    private var visits = 0
    private var now: Int64 = 1_760_000_000_000
    private var numbers: SeededNumbers

    /// The diary of a shopper.
    init(of shopper: Int) {
      numbers = SeededNumbers(named: "moments of \(shopper)")
    }

    /// The next visit; nil where so many observations have been told.
    mutating func next(until end: Int) -> Tour? {
      guard count < end else { return nil }
      now += 3_600_000 + Int64.random(in: 0..<600_000, using: &numbers)
      let began = LocalTime(milliseconds: now, offsetSeconds: 3_600, zone: "Europe/Stockholm")
      let first = Int.random(in: 0..<interactions.count, using: &numbers)
      let moments = (0..<min(end - count, perVisit)).map { place in
        now += 15_000 + Int64.random(in: 0..<90_000, using: &numbers)
        // Seven shares no factor with 200, so that no interaction comes twice in a visit.
        let code = interactions[(first + 7 * place) % interactions.count]
        return moment(code, at: now, &numbers)
      }
      let location = Int.random(in: 0..<locations.count, using: &numbers)
      count += moments.count
      visits += 1
      return Tour(
        code: "V\(visits)",
        location: locations[location],
        began: began,
        moments: moments
      )
    }
  }

  private static func moment(
    _ interaction: String,
    at milliseconds: Int64,
    _ numbers: inout SeededNumbers
  ) -> Moment {
    var note = ""
    while note.utf8.count < 115 {
      note += note.isEmpty ? "" : " "
      note += words[Int.random(in: 0..<words.count, using: &numbers)]
    }
    let rating = Int.random(in: 1...10, using: &numbers)
    return Moment(
      interaction: interaction,
      rating: rating,
      verdict: rating < 4 ? -2 : rating > 8 ? 2 : 0,
      seconds: Int.random(in: 3...240, using: &numbers),
      note: note,
      at: LocalTime(milliseconds: milliseconds, offsetSeconds: 3_600, zone: "Europe/Stockholm")
    )
  }
}

extension Moments {
  /// Publishes the workload's program.
  static func publish(on laptop: Laptop) throws {
    let id = Program.id(code: program)
    func define(_ kind: RecordKind, _ code: String, _ puts: [Put], _ writer: StoreWriter) throws {
      let name = kind == .program ? id : RecordID(kind, in: id, named: code)
      let header = RecordHeader(id: name, kind: kind, scope: Scope(program: id))
      try writer.put([Put("code", .text(code)), Put("name", .text(code))] + puts, into: header)
    }
    try laptop.store.write { writer in
      try define(.program, program, [], writer)
      for code in locations {
        try define(.brand, code, [], writer)
        try define(.location, code, [Put("brand", .text(code))], writer)
      }
      for code in interactions {
        let scale = [Put("min", .number(ExactNumber(1))), Put("max", .number(ExactNumber(10)))]
        try define(.interaction, code, [Put("kind", .text("rating"))] + scale, writer)
      }
    }
  }

  /// Records a shopper's visits on a laptop, a transaction each, as `observe --from` does.
  static func record(_ tours: [Tour], on laptop: Laptop) throws {
    for tour in tours { try recordTogether([tour], on: laptop) }
  }

  /// Records visits in one transaction.
  static func recordTogether(_ tours: [Tour], on laptop: Laptop) throws {
    try laptop.store.write { writer in
      for tour in tours {
        laptop.set(tour.began)
        try write(tour, by: laptop.owner, with: writer)
      }
    }
  }

  private static func write(
    _ tour: Tour,
    by shopper: Person,
    with writer: StoreWriter
  ) throws {
    for (header, puts) in entries(of: tour, by: shopper.id) {
      try writer.edit(header, .write(puts))
    }
  }

  /// A visit and its observations as the records that they are, each with what is written in it.
  static func entries(
    of tour: Tour,
    by shopper: PersonID
  ) -> [(header: RecordHeader, puts: [Put])] {
    let program = Program.id(code: program)
    let visit = RecordHeader(
      id: Visit.id(program: program, shopper: shopper, code: tour.code),
      kind: .visit,
      scope: Scope(program: program, owner: shopper)
    )
    let puts = [
      Put("code", .text(tour.code)), Put("location", .text(tour.location)),
      Put("state", .text(VisitState.finished.rawValue)), Put("started_at", .moment(tour.began)),
    ]
    return [(visit, puts)] + tour.moments.map { entry(of: $0, in: visit) }
  }

  private static func entry(
    of moment: Moment,
    in visit: RecordHeader
  ) -> (header: RecordHeader, puts: [Put]) {
    let header = RecordHeader(
      id: Observation.id(visit: visit.id, interaction: moment.interaction),
      kind: .observation,
      scope: visit.scope,
      parent: visit.id
    )
    let puts = [
      Put("interaction", .text(moment.interaction)),
      Put("value", .number(ExactNumber(moment.rating))),
      Put("verdict", .number(ExactNumber(moment.verdict))),
      Put("seconds", .number(ExactNumber(moment.seconds))), Put("note", .text(moment.note)),
      Put("observed_at", .moment(moment.at)),
    ]
    return (header, puts)
  }
}
