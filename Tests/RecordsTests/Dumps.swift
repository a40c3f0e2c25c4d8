/// Small dumps in the forms that the tools write, with values that look like their syntax.
enum Dumps {
    static let mysql = #"""
        -- MariaDB dump 10.19
        /*M!999999\- enable the sandbox mode */
        /*!40101 SET NAMES utf8mb4 */;
        USE `shop`;
        CREATE TABLE `customers` (
          `id` int(11) NOT NULL COMMENT 'it''s; (a) "key"',
          `email` varchar(255) DEFAULT NULL,
          `weird,name` text,
          `payload` longtext CHECK (json_valid(`payload`)),
          PRIMARY KEY (`id`),
          KEY `k` (`email`)
        ) ENGINE=InnoDB;

        --
        -- Dumping data for table `customers`
        --

        INSERT INTO `customers` VALUES (1,'m1','it\'s; (x),\\','{\"user\": {\"email\": \"m2\"}, \"devices\": [{\"mac\": \"m3\"}]}'),
        (2,NULL,_binary 'a\0\'b','m4'),(3,'m5',0x4142,NULL);
        DELIMITER ;;
        /*!50003 CREATE TRIGGER t BEFORE INSERT ON customers FOR EACH ROW INSERT INTO x VALUES ('m6') */;;
        DELIMITER ;
        INSERT INTO `customers` VALUES (4,'m7',CONCAT('a','(,'),'m8');
        INSERT INTO `orders` (`id`, `note`) VALUES (7,'m9');

        """#

    static let postgres = #"""
        --
        -- PostgreSQL database dump
        --
        SET standard_conforming_strings = on;
        \connect shop
        CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS $_$ select 'it; COPY x (a) FROM stdin;' $_$;
        CREATE TABLE public.customers (
            id integer NOT NULL, -- it's
            email text,
            "Full ""Name" text,
            payload jsonb
        );

        --
        -- Data for Name: customers; Type: TABLE DATA; Schema: public; Owner: shop
        --

        COPY public.customers (id, email, "Full ""Name", payload) FROM stdin;
        m1	m2	O\tBrien, m3	{"user": {"email": "m4"}, "n": "a \\"q\\" b"}
        2	\N	\\.	\N
        \.

        INSERT INTO public.messages VALUES (1, 'it''s C:\', 'm5');
        INSERT INTO public.messages VALUES (2, E'a\'b', 'm6'), (3, 'x', 'm7
        y');

        """#

    static let xml = #"""
        <?xml version="1.0"?>
        <mysqldump xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <database name="shop">
        	<table_structure name="customers">
        		<field Field="id" Type="int(11)" Null="NO" Key="PRI" Extra="" Comment="" />
        		<field Field="say &quot;hi&quot;" Type="text" Null="YES" Key="" Extra="" Comment="a &gt; b" />
        		<field Field="payload" Type="json" Null="YES" Key="" Extra="" Comment="" />
        	</table_structure>
        	<table_data name="customers">
        	<row>
        		<field name="id">1</field>
        		<field name="say &quot;hi&quot;">m1 &lt;b&gt;
        m2</field>
        		<field name="payload">{&quot;user&quot;: {&quot;email&quot;: &quot;m3&quot;}}</field>
        	</row>
        	<row>
        		<field name="id">2</field>
        		<field name="say &quot;hi&quot;" xsi:nil="true" />
        		<field name="payload">m4</field>
        	</row>
        	</table_data>
        	<table_data name="notes">
        	<row>
        		<field name="a">1</field>
        		<field name="b"></field>
        		<field name="c">m5</field>
        	</row>
        	<row>
        		<field name="a">m6</field>
        		<field name="b" xsi:nil="true" />
        		<field name="c">m7</field>
        	</row>
        	</table_data>
        </database>
        </mysqldump>

        """#

    static let resultSet = #"""
        <?xml version="1.0"?>

        <resultset statement="SELECT * FROM customers
        " xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
          <row>
        	<field name="id">1</field>
        	<field name="mail">m1</field>
          </row>
        </resultset>

        """#

    static let sqlite = #"""
        PRAGMA foreign_keys=OFF;
        BEGIN TRANSACTION;
        CREATE TABLE IF NOT EXISTS "people" (id INTEGER PRIMARY KEY, mail TEXT, [the note] TEXT);
        INSERT INTO people VALUES(1,'m1','C:\');
        INSERT INTO people VALUES(2,replace('m2\n','\n',char(10)),'m3');
        COMMIT;

        """#

    static let commas = """
        id,email,"note, long",last\r
        1,m1,"it ""m2"", here
        and m3",x\r
        \r
        2,"m4",,m5

        """

    static let batch = "id\tmail\tnote\n1\tm1\t\"unclosed\n2\tm2\ta\\n m3\n"

    static let lines = #"""
        {"index":{"_index":"users-2019.12","_id":"1"}}
        {"mail":"m1","device":{"ssid":"m2","tags":["m3",{"k":"m4"}]},"n":1.5,"log":"{\"user\":{\"mail\":\"m5\"}}"}
        not json m6
        {"_index":"other","_source":{"a.b":"m7","j@x.net":"m8"},"cut":"m9
        {"last":"m0"}

        """#

    static let documents = #"""
        [
          {"mail": "m1", "list": [1, [2, "m2"]]},
          {"mail": "m3",
           "inner": {"deep": "m4"}}
        ]

        """#

    static let copyOptions = #"""
        CREATE TABLE v (a text, b text);
        COPY t (id, "e mail") FROM stdin WITH (FORMAT csv, HEADER true, DELIMITER ';');
        id;m1
        1;m2
        2;"x ""y""
        ; \. m3"
        \m4;x
        \.

        INSERT INTO u (mail) VALUES ('m5');
        COPY v FROM stdin WITH DELIMITER AS ',';
        a\,b\
        c,m6
        m7,\N
        \.

        """#

    /// With a byte order mark.
    static let mongo =
        "\u{FEFF}"
            + #"""
            {"_id":{"$oid":"5f"},"born":{"$date":{"$numberLong":"m1"}},"born":{"$date":"m2"},"list":[{"at":{"$date":"m3"}}],"$set":"m4"}
            {"n":{"$numberLong":"1"},"mail":"m5","photo":{"$binary":{"base64":"m6","subType":"00"}}}

            """#
}
