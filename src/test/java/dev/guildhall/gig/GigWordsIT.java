package dev.guildhall.gig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.db.DatabaseAddress;
import dev.guildhall.support.Answer;
import dev.guildhall.support.Market;
import dev.guildhall.support.Person;
import dev.guildhall.support.Server;
import dev.guildhall.support.Sql;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which words find a gig; each test has gigs of its own freelancer. */
@Tag("GIG-9")
class GigWordsIT {
    @RegisterExtension
    static final Market market = new Market();

    @ParameterizedTest(name = "{1} in {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Logo/Banner design                 | banner
            Logo/Banner design                 | logo
            Logo/Banner design                 | logo/banner
            REST/GraphQL-API                   | graphql
            REST/GraphQL-API                   | graphqlapi
            Vue.js/Node.js-Entwicklung         | nodejs
            Vue.js/Node.js-Entwicklung         | node.js
            Vue.js/Node.js-Entwicklung         | vue
            Vue.js/Node.js-Entwicklung         | entwicklung
            An e-mail campaign                 | email
            An email campaign                  | e-mail
            An email campaign                  | E‑Mail
            E-Mail-Marketing                   | email marketing
            Email marketing                    | e-mail-marketing
            Email-Marketing                    | e-mail-marketing
            Logodesign                         | Logo-Design
            A snake_case linter                | snakecase
            A snake_case linter                | case
            R&D for start-ups                  | R&D
            R&D for start-ups                  | startups
            The U.S.A. in maps                 | USA
            UI/UX for your 3D-shop             | UI/UX
            UI/UX for your 3D-shop             | 3d
            I support your IT                  | IT
            I support your IT                  | it support
            The state of the art               | `"state of the art"`
            A monitor of 27 inch               | `27" monitor`
            A monitor of 27 inch               | 27” monitor
            A monitor of 27 inch               | `"monitor`
            A monitor of 27 inch               | `monitor"`
            A monitor of 27 inch               | `"27 inch" "monitor`
            C# and .NET                        | C#
            C# and .NET                        | c#
            C# and .NET                        | .NET
            C# and .NET                        | net
            ASP.NET-Core                       | .net
            ASP.NET-Core                       | aspnet
            C/C++ in depth                     | C++
            C/C++ in depth                     | c
            F# for finance                     | f#
            Notepad++ plugins                  | notepad
            WORDPRESS-Seite                    | WordPress
            ｗｏｒｄｐｒｅｓｓ shop            | WordPress
            WordPress™ theme                   | wordpress
            Crème brûlée                       | creme brulee
            Creme brulee                       | crème brûlée
            l’affiche du film                  | affiche
            L'affiche du film                  | l'affiche
            Une affiche                        | l’affiche
            The client's logo                  | client logo
            Größe und Straße                   | grosse strasse
            GRÖSSE UND STRASSE                 | größe straße
            Ein neues Büro                     | buero
            Ein neues Buero                    | Büro
            Smørrebrød                         | smorrebrod
            Łódź po zmroku                     | lodz
            İSTANBUL'da çeviri                 | istanbul
            istanbul'da çeviri                 | İSTANBUL
            IŞIK tasarımı                      | ışık
            Ёлка и подарки                     | елка
            Елка и подарки                     | ёлка
            ПЕРЕВОД текста                     | перевод
            Μετάφραση κειμένων                 | μεταφραση
            ΜΕΤΑΦΡΑΣΗ ΚΕΙΜΕΝΩΝ                 | μετάφραση
            Λογότυπος                          | ΛΟΓΟΤΥΠΟΣ
            مُصَمِّم شعارات                    | مصمم
            مصمم شعارات                        | مُصَمِّم
            شָלוֹם בַּיִת                      | בית
            हिन्दी अनुवाद                      | अनुवाद
            हिन्दी अनुवाद                      | हिन्दी
            ロゴとバナーのデザイン             | バナー
            ロゴとバナーのデザイン             | デザイン
            ﾛｺﾞのデザイン                      | ロゴ
            東京都の地図                       | 東京都
            東京都の地図                       | 京都
            可愛い猫                           | 猫
            猫を描く                           | 猫
            猫を描く                           | 猫　描く
            3Dモデルを作る                     | 3Dモデル
            3Dモデルを作る                     | 3d
            中文翻译和校对                     | 翻译
            로고디자인을 합니다                | 디자인
            ออกแบบโลโก้                        | โลโก้
            Logo 🔥 Design                     | logo 🔥
            """)
    void findsAWordAsPeopleSeeIt(String title, String typed) {
        Person freelancer = market.aUser("Frida");
        create(freelancer, title, null);
        assertThat(titles(freelancer, typed, "")).as(typed + " in " + title).containsExactly(title);
        assertThat(market.api()
                        .get("/gigs?sort=relevance&freelancer_id=" + freelancer.id() + "&q=" + encoded(typed))
                        .items())
                .as("by relevance: " + typed + " in " + title)
                .hasSize(1);
    }

    @ParameterizedTest(name = "no {1} in {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            C for beginners          | C#
            C for beginners          | C++
            C# for beginners         | C
            C# for beginners         | C++
            The net worth            | .NET
            京都と東京               | 東京都
            ハナ                     | バナ
            A logo                   | banner
            A logo                   | logo banner
            A logo                   | `"logo a"`
            A logo and a banner      | logo -banner
            A node, then js          | `"node js"`
            A node, then js          | `"node js" "then`
            Logo 🔥                  | 🔥
            A logo                   | the
            """)
    void doesNotFindAnotherWord(String title, String typed) {
        Person freelancer = market.aUser("Frida");
        create(freelancer, title, null);
        assertThat(titles(freelancer, typed, "")).as(typed + " in " + title).isEmpty();
    }

    @Test
    void findsComposedAndDecomposedAccents() {
        Person freelancer = market.aUser("Frida");
        market.aGig().by(freelancer).titled("Cre\u0301ation").create();
        for (String typed : List.of("cr\u00e9ation", "cre\u0301ation", "creation", "CR\u00c9ATION")) {
            assertThat(titles(freelancer, typed, "")).as(typed).hasSize(1);
        }
    }

    @Test
    void findsStemsOfTheDefaultLanguageAndOfTheOneThatIsGiven() {
        Person freelancer = market.aUser("Frida");
        create(freelancer, "Illustrations", null);
        create(freelancer, "Häuser", "de");
        create(freelancer, "Баннеры", "ru");
        assertThat(titles(freelancer, "illustrating", "")).containsExactly("Illustrations");
        assertThat(titles(freelancer, "haus", ""))
                .as("a stem of the gig's language")
                .containsExactly("Häuser");
        assertThat(titles(freelancer, "häusern", "&language=de")).containsExactly("Häuser");
        assertThat(titles(freelancer, "баннеров", "&language=ru")).containsExactly("Баннеры");
        assertThat(titles(freelancer, "Häuser", "&language=ru")).isEmpty();
    }

    @Test
    @Tag("GIG-10")
    void filtersByLanguage() {
        Person freelancer = market.aUser("Frida");
        create(freelancer, "Eins", "de");
        create(freelancer, "Zwei", "de-at");
        create(freelancer, "Trois", "fr");
        create(freelancer, "Four", null);
        for (String sort : List.of("", "&sort=price")) {
            assertThat(titles(freelancer, null, "&language=de" + sort)).containsExactlyInAnyOrder("Eins", "Zwei");
            assertThat(titles(freelancer, null, "&language=de-AT" + sort)).containsExactly("Zwei");
            assertThat(titles(freelancer, "zwei", "&language=DE" + sort)).containsExactly("Zwei");
        }
        market.api()
                .get("/gigs?language=english")
                .expectProblem(422, "validation_failed")
                .namingOnly("language invalid_format");
    }

    @Test
    @Tag("GIG-10")
    void keepsTheLanguageOfAGigInItsCanonicalForm() {
        Person freelancer = market.aUser("Frida");
        Answer created = market.api()
                .as(freelancer)
                .post("/gigs", gig("Logo", "IW-latn"))
                .expect(201);
        assertThat(created.text("language")).isEqualTo("he-Latn");
        String path = "/gigs/" + created.text("id");
        assertThat(market.api()
                        .as(freelancer)
                        .patch(path, Map.of("language", "zh-cmn-hans"))
                        .expect(200)
                        .text("language"))
                .isEqualTo("zh-Hans");
        assertThat(titles(freelancer, null, "&language=zh")).containsExactly("Logo");
        Map<String, Object> none = new HashMap<>();
        none.put("language", null);
        assertThat(market.api().as(freelancer).patch(path, none).expect(200).at("language"))
                .isNull();
        assertThat(titles(freelancer, null, "&language=zh")).isEmpty();
        for (String wrong : List.of("english", "de_AT", "xx", "und", "de-x-me", "de-u-co-phonebk", "d", "", "de-")) {
            market.api()
                    .as(freelancer)
                    .patch(path, Map.of("language", wrong))
                    .expectProblem(422, "validation_failed")
                    .namingOnly("#/language invalid_format");
        }
    }

    @Test
    void searchesWhatIsWrittenBySql() {
        Person freelancer = market.aUser("Frida");
        UUID gig = market.aGig().by(freelancer).titled("Papillon").create().id();
        assertThat(titles(freelancer, "papillon", "")).hasSize(1);
        market.sql().update("update gigs set title = 'Kormoran', search = '' where id = ?", gig);
        assertThat(titles(freelancer, "papillon", "")).isEmpty();
        assertThat(titles(freelancer, "kormoran", "")).hasSize(1);
    }

    @Test
    void takesTheLongestTexts() {
        Person freelancer = market.aUser("Frida");
        for (String text : List.of("日本語の文章", "a.b", "Ää-", "x", "か\u3099", "\u0e01\u0e33")) {
            String description = text.repeat(10_000 / text.length());
            Map<String, Object> gig = new HashMap<>(gig("Long", null));
            gig.put("description", description);
            market.api().as(freelancer).post("/gigs", gig).expect(201);
        }
        assertThat(titles(freelancer, "文章", "")).hasSize(1);
        assertThat(titles(freelancer, "x".repeat(200), "")).hasSize(1);
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource(textBlock = """
            illustratoin, illustration
            illustrtion, illustration
            ilustratin, illustration
            ullustration, illustration
            illlustrattion, illustration
            banenr, banner
            abnner, banner
            vanner, banner
            bannner, banner
            bannr, banner
            bxnnxr, banner
            wbesite, website
            wbesiet, website
            перевдо, перевод
            преевод, перевод
            uebersetzng, übersetzung
            ubersetzugn, übersetzung
            e-commrce, e-commerce
            μεταφρσαη, μετάφραση
            """)
    @Tag("GIG-11")
    void findsWhatAMisspelledWordMeans(String typed, String meant) {
        Person freelancer = market.aUser("Frida");
        create(freelancer, "A new " + meant, null);
        for (String sort : List.of("newest", "price", "relevance")) {
            assertThat(titles(freelancer, typed, "&sort=" + sort)).as(typed).containsExactly("A new " + meant);
        }
    }

    @Test
    @Tag("GIG-11")
    void correctsNoShortWordsQuotesAndExclusions() {
        Person freelancer = market.aUser("Frida");
        create(freelancer, "Schmetterling", null);
        create(freelancer, "Font", null);
        assertThat(titles(freelancer, "fomt", "")).isEmpty();
        assertThat(titles(freelancer, "\"schmeterling\"", "")).isEmpty();
        assertThat(titles(freelancer, "font -schmeterling", "")).containsExactly("Font");
    }

    @Test
    @Tag("GIG-11")
    void fillsThePageWithWhatMisspelledWordsMean() {
        Person freelancer = market.aUser("Frida");
        create(freelancer, "Krokus", null);
        create(freelancer, "Krokusse", null);
        create(freelancer, "Krokux", null);
        assertThat(titles(freelancer, "krokus", "")).containsExactly("Krokus", "Krokux");
        assertThat(titles(freelancer, "krokus", "&sort=relevance")).containsExactly("Krokus", "Krokux");
        assertThat(titles(freelancer, "krokus", "&limit=2")).containsExactly("Krokus", "Krokux");
        assertThat(titles(freelancer, "krokus", "&limit=1"))
                .as("a page that the words fill")
                .containsExactly("Krokus");
    }

    @Test
    @Tag("GIG-11")
    void findsTwoWrongLettersBesideWhatTheWordsFind() {
        Person freelancer = market.aUser("Frida");
        create(freelancer, "Zinnie", null);
        create(freelancer, "Zinniaa", null);
        assertThat(titles(freelancer, "zinnie", "")).containsExactly("Zinnie", "Zinniaa");
    }

    @Test
    @Tag("GIG-11")
    void pagesFromWhatTheWordsFindToWhatTheyMay() {
        Person freelancer = market.aUser("Frida");
        for (int i = 0; i < 3; i++) {
            create(freelancer, "Hortensie " + i, null);
            create(freelancer, "Hortensia " + i, null);
        }
        for (String sort : List.of("newest", "-price")) {
            for (int limit : new int[] {4, 5}) {
                List<String> found = new ArrayList<>();
                String path =
                        "/gigs?freelancer_id=" + freelancer.id() + "&q=hortensie&sort=" + sort + "&limit=" + limit;
                String cursor = "";
                while (cursor != null) {
                    Answer page = market.api().get(path + cursor).expect(200);
                    found.addAll(titles(page));
                    cursor = page.at("next_cursor") == null ? null : "&cursor=" + page.text("next_cursor");
                }
                assertThat(found.subList(0, 3))
                        .as("exact ones first, " + path)
                        .allMatch(title -> title.startsWith("Hortensie"));
                assertThat(found).as(path).hasSize(6).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    @Tag("GIG-11")
    void pagesThroughWhatAMisspelledWordMeans() {
        Person freelancer = market.aUser("Frida");
        for (int i = 0; i < 5; i++) {
            create(freelancer, "Rhododendron " + i, null);
        }
        String path = "/gigs?freelancer_id=" + freelancer.id() + "&limit=2&q=rododendron";
        Answer first = market.api().get(path).expect(200);
        Answer second =
                market.api().get(path + "&cursor=" + first.text("next_cursor")).expect(200);
        Answer third =
                market.api().get(path + "&cursor=" + second.text("next_cursor")).expect(200);
        assertThat(titles(first)).containsExactly("Rhododendron 4", "Rhododendron 3");
        assertThat(titles(second)).containsExactly("Rhododendron 2", "Rhododendron 1");
        assertThat(titles(third)).containsExactly("Rhododendron 0");
        assertThat(third.at("next_cursor")).isNull();
    }

    @Test
    void findsTheSameOnADatabaseWithAnotherLocale() {
        DatabaseAddress here = market.database().address();
        String database = "c_locale_" + UUID.randomUUID().toString().replace('-', '_');
        market.sql()
                .update("create database " + database
                        + " template template0 encoding 'UTF8' locale_provider libc lc_collate 'C' lc_ctype 'C'");
        DatabaseAddress there =
                new DatabaseAddress(here.host(), here.port(), database, here.user(), here.password(), here.sslMode());
        Map<String, String> titles = Map.of(
                "ПЕРЕВОД", "перевод",
                "Büro", "BURO",
                "ロゴデザイン", "ザイン",
                "ΛΟΓΟΤΥΠΟΣ", "λογότυπος",
                "Иллюстрация", "илюстрация");
        try (Server server = Server.on(there, Map.of());
                Sql sql = new Sql(there)) {
            Market other = Market.of(server, sql);
            titles.keySet().forEach(title -> other.aGig().titled(title).create());
            titles.forEach((title, typed) -> assertThat(
                            titles(other.api().get("/gigs?q=" + encoded(typed)).expect(200)))
                    .as(typed)
                    .containsExactly(title));
        }
        market.sql().update("drop database " + database);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0300", "\"\u0300\"", "\u0345", "\u0591", "\u093c", "\u0300\u0301 \u0300", "a-\u0300"})
    @Tag("GIG-9")
    void takesAccentsWithoutALetterForNoWord(String marks) {
        Person freelancer = market.aUser("Frida");
        create(freelancer, "A banner " + marks, null);
        assertThat(titles(freelancer, "banner " + marks, "")).hasSize(1);
        market.api().get("/gigs?q=" + encoded(marks)).expect(200);
        market.api().get("/gigs?q=" + encoded("-" + marks)).expect(200);
    }

    private static void create(Person freelancer, String title, @Nullable String language) {
        market.api().as(freelancer).post("/gigs", gig(title, language)).expect(201);
    }

    private static Map<String, Object> gig(String title, @Nullable String language) {
        Map<String, Object> gig = new HashMap<>();
        gig.put("title", title);
        gig.put("description", ".");
        gig.put("price", "10");
        gig.put("delivery_days", 3);
        gig.put("language", language);
        return gig;
    }

    private static List<String> titles(Person freelancer, @Nullable String typed, String filters) {
        return titles(market.api()
                .get("/gigs?freelancer_id=" + freelancer.id() + (typed == null ? "" : "&q=" + encoded(typed)) + filters)
                .expect(200));
    }

    private static List<String> titles(Answer page) {
        return page.items().stream().map(gig -> gig.get("title").asText()).toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
