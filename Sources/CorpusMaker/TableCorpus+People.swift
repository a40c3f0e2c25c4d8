/// Tables whose columns hold a value each.
extension TableCorpus {
    static func customers(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "customers",
            [
                .plain("id", .key), .plain("user_name", .text), .plain("full_name", .text),
                .plain("email", .text), .plain("phone", .text), .plain("card_number", .text),
                .plain("iban", .text), .plain("ssn", .text), .plain("mac", .text),
                .plain("alexa_token", .longText), .trap("created_at", .moment), .trap("notes", .longText),
            ])
        let notes = ["", "", "prefers e-mail", "it's \"late\"", "50% off; -- ask", "a\\b\tc\nd"]
        for row in 1...rows {
            table.append([
                .number(row * 3),
                .planted("identity.username", writer.text { $0.putUserName() }, isNamed: true),
                .planted("contact.name-full", writer.text { $0.putName() }, isNamed: true),
                .planted("contact.email", writer.text { $0.putEmail() }),
                .planted("contact.phone", writer.text { $0.putPhone() }),
                .planted("financial.pan", writer.text { $0.putCard() }),
                .planted("financial.iban", writer.text { $0.putIBAN() }),
                .planted("identity.us-ssn", writer.text { $0.putSSN() }),
                .planted("device.mac", writer.text { $0.putMAC() }),
                .planted("credential.lwa-access-token", writer.text { $0.putAmazonToken("a") }),
                .text(writer.momentText()),
                writer.numbers.below(2) == 0 ? .null : .text(writer.numbers.pick(notes)),
            ])
        }
        return table
    }

    /// The table of the same name in the other database: its columns lie in another order.
    static func sideCustomers(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "customers",
            [
                .plain("id", .key), .trap("stage", .text), .plain("phone", .text), .plain("email", .text),
            ])
        table.database = sideDatabase
        table.dialects = [.mysql, .pg]
        for row in 1...max(1, rows / 4) {
            table.append([
                .number(row), .text(writer.numbers.pick(["new", "won", "lost"])),
                .planted("contact.phone", writer.text { $0.putPhone() }),
                .planted("contact.email", writer.text { $0.putEmail() }),
            ])
        }
        return table
    }

    static func healthProfiles(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "health_profile",
            [
                .plain("id", .key), .trap("customer_id", .integer), .plain("birth_date", .date),
                .plain("gender", .text), .plain("height", .decimal), .plain("weight", .decimal),
                .plain("bone_density", .decimal), .plain("body_fat", .decimal),
            ])
        for row in 1...rows {
            table.append([
                .number(row), .number(row * 3),
                .planted("identity.dob", writer.text { $0.putDay(from: 1950, years: 50) }, isNamed: true),
                .planted("identity.gender", writer.numbers.pick(["male", "female"]), isNamed: true),
                .measured("health.height", writer.text { $0.putHundredths(150, 50) }),
                .measured("health.weight", writer.text { $0.putHundredths(45, 75) }),
                .measured("health.bone-density", writer.text { $0.putHundredths(1, 1) }),
                .measured("health.body-fat", writer.text { $0.putHundredths(8, 37) }),
            ])
        }
        return table
    }

    static func devices(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "devices",
            [
                .plain("id", .key), .trap("customer_id", .integer), .plain("nickname", .text),
                .plain("product_model", .text), .plain("mac", .text), .plain("ssid", .text),
                .trap("ip", .networkAddress),
            ])
        for row in 1...rows {
            let nickname = writer.text {
                $0.put($0.numbers.pick(CorpusWriter.givenNames))
                $0.put(" ")
                $0.put($0.numbers.pick(CorpusWriter.places))
            }
            let ssid = writer.text {
                $0.put($0.numbers.pick(CorpusWriter.familyNames))
                $0.put(" ")
                $0.put($0.numbers.below(1_000))
            }
            table.append([
                .number(row), .number(writer.numbers.below(rows) * 3 + 3),
                .planted("device.iot-name", nickname, isNamed: true),
                .planted(
                    "device.camera-model",
                    writer.text { $0.put($0.numbers.pick(CorpusWriter.models)) }, isNamed: true),
                .planted("device.mac", writer.text { $0.putMAC() }),
                .planted("network.ssid", ssid, isNamed: true),
                writer.numbers.below(5) == 0 ? .null : .text(writer.text { $0.putPrivateAddress() }),
            ])
        }
        return table
    }

    /// Lies in a schema of its own in PostgreSQL.
    static func patients(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "patients",
            [
                .plain("id", .key), .plain("full_name", .text), .plain("birth_date", .date),
                .plain("blood_type", .text), .plain("diagnosis", .text), .plain("email", .text),
            ])
        table.schema = "clinic"
        let diagnoses = ["Type 2 diabetes", "Asthma", "Crohn's disease", "Migraine, chronic"]
        for row in 1...rows {
            table.append([
                .number(row),
                .planted("contact.name-full", writer.text { $0.putName() }, isNamed: true),
                .planted("identity.dob", writer.text { $0.putDay(from: 1940, years: 60) }, isNamed: true),
                .planted("health.blood-type", writer.numbers.pick(["A+", "O-", "B+", "AB-"]), isNamed: true),
                .planted("health.diagnosis", writer.numbers.pick(diagnoses), isNamed: true),
                .planted("contact.email", writer.text { $0.putEmail() }),
            ])
        }
        return table
    }

    /// A table with a column that the server works out, before columns with values.
    static func accounts(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        var table = CorpusTable(
            "accounts",
            [
                .plain("id", .key), .plain("first_name", .text), .trap("label_no", .generated(from: "id")),
                .plain("last_name", .text), .plain("email", .text),
            ])
        for row in 1...rows {
            table.append([
                .number(row),
                .planted(
                    "contact.name-first",
                    writer.text { $0.put($0.numbers.pick(CorpusWriter.givenNames)) }, isNamed: true),
                .computed,
                .planted(
                    "contact.name-last",
                    writer.text { $0.put($0.numbers.pick(CorpusWriter.familyNames)) }, isNamed: true),
                .planted("contact.email", writer.text { $0.putEmail() }),
            ])
        }
        return table
    }

    static func returns(_ writer: inout CorpusWriter, rows: Int) -> CorpusTable {
        CorpusTable("returns", [.plain("id", .key), .plain("email", .text), .plain("reason", .longText)])
    }
}

extension CorpusWriter {
    /// A number with two decimals of which the last is not zero, as columns of two decimals keep it.
    mutating func putHundredths(_ from: Int, _ range: Int) {
        put(from + numbers.below(range))
        put(".")
        put(numbers.below(9) + 1)
        put(numbers.below(9) + 1)
    }
}
