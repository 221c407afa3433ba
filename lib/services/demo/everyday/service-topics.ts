import type { Topic } from "./exchange";

/** Everyday conversations of support desks, shops, travel and public offices. */
export const serviceTopics: readonly Topic[] = [
  {
    slug: "support",
    profile: "support",
    runtime: "webchat",
    conversations: [
      [
        {
          prompt: "My kettle trips the fuse every time I switch it on.",
          answer:
            "That points to moisture or a worn cable inside. Please do not use it again. It is eleven months old, so the guarantee holds: I have opened a return for you, and the label is on its way to your mail.",
          tools: [
            {
              name: "order_status",
              args: { product: "kettle", customer: 5512 },
              result: { order: 10177, bought: "2025-12-28", guarantee_months: 24 },
            },
          ],
        },
        {
          prompt: "Can I have a new one instead of the money?",
          answer:
            "Yes. As soon as the parcel is scanned, a new kettle leaves our warehouse; you need not wait for the inspection.",
        },
      ],
      [
        {
          prompt: "The app says my subscription is paused, but I never paused it.",
          answer:
            "The payment of 3 November was declined by your bank, and the app calls that a pause. If you confirm the card once, it goes on at once and no days are lost.",
          tools: [
            {
              name: "search_docs",
              args: { q: "subscription paused declined payment", top: 3 },
              result: { hits: ["paused-state", "declined-cards", "resume"] },
            },
          ],
        },
        {
          prompt: "Done. It shows active now.",
          answer: "I see it too. The next payment is due on 3 December.",
        },
      ],
      [
        {
          prompt: "How do I clean the filter of the air purifier?",
          answer:
            "Switch it off and pull the grey frame towards you. Brush the dust off; the white filter inside must not get wet. Put the frame back until it clicks, then hold the fan button for five seconds to reset the counter.",
        },
      ],
    ],
  },
  {
    slug: "shop",
    profile: "sales",
    runtime: "webchat",
    conversations: [
      [
        {
          prompt: "I need a tent for two people and a dog, not too heavy.",
          answer:
            "Three tents fit: the Lerche (2.1 kg), the Pirol (2.6 kg, with a porch where a dog can sleep dry) and the Dohle (3.0 kg, the roomiest). With a dog I would take the Pirol.",
          thinking:
            "Two people and a dog need about 2.4 square metres. Weight under three kilos. The porch matters, because wet dogs do not belong in the inner tent.",
          tools: [
            {
              name: "product_search",
              args: { category: "tents", persons: 2, max_weight_kg: 3.2 },
              result: {
                hits: [
                  { name: "Lerche", kg: 2.1 },
                  { name: "Pirol", kg: 2.6 },
                  { name: "Dohle", kg: 3.0 },
                ],
              },
            },
          ],
        },
        {
          prompt: "Is the Pirol in stock in green?",
          answer: "Yes, seven are in stock in green; ordered today, it is with you on Thursday.",
          tools: [{ name: "stock_level", args: { sku: "TNT-PIROL-GR" }, result: { count: 7, eta_days: 2 } }],
        },
      ],
      [
        {
          prompt: "Which of your coffees is the least bitter?",
          answer:
            "The one from Huehuetenango: light roast, with little bitterness and a taste of red apple. Brew it at 92 degrees; hotter water brings the bitterness back.",
        },
        {
          prompt: "Do you grind it for a French press?",
          answer: "We do. Choose 'coarse' in the basket; ground coffee stays good for about three weeks.",
        },
      ],
      [
        {
          prompt: "I bought two pairs of shoes; can I return one and keep the discount?",
          answer:
            "The discount was for two pairs. If one goes back, the other is charged at its full price of 89 euros, so you get 61 euros back instead of 75.",
          tools: [{ name: "calc", args: { op: "sub", a: 150, b: 89 }, result: { result: 61 } }],
        },
      ],
    ],
  },
  {
    slug: "travel",
    profile: "traveller",
    runtime: "webchat",
    conversations: [
      [
        {
          prompt: "What is the fastest way from Ghent to Luxembourg tomorrow morning?",
          answer:
            "Take the 7:24 to Brussels and change there at 8:05 to the train to Luxembourg; you arrive at 11:12. By car it takes a little under three hours, but the ring of Brussels is closed until nine.",
          tools: [
            {
              name: "timetable",
              args: { from: "Ghent", to: "Luxembourg", after: "07:00" },
              result: { departures: ["07:24", "08:24"], changes: 1 },
            },
            { name: "traffic", args: { road: "R0" }, result: { closed_until: "09:00" } },
          ],
        },
        {
          prompt: "Does the train have a place for a folding bike?",
          answer:
            "A folded bike counts as luggage and travels free of charge; there are racks at both ends of every carriage.",
        },
      ],
      [
        {
          prompt: "Will it rain in Bergen at the weekend?",
          answer:
            "Saturday stays dry until about four; on Sunday it rains all day, with 22 millimetres. Take boots.",
          tools: [
            {
              name: "get_weather",
              args: { place: "Bergen", days: 2 },
              result: { saturday_mm: 3, sunday_mm: 22 },
            },
          ],
        },
        {
          prompt: "Then suggest something indoors for Sunday.",
          answer:
            "The fish market hall, the museum of the Hanse (closed at noon for half an hour), and in the evening a concert in the Grieg hall at seven.",
        },
      ],
      [
        {
          prompt: "Translate 'Could we have the table by the window?' into Portuguese.",
          answer: "'Podemos ficar com a mesa junto à janela?' Said with a smile, it nearly always works.",
        },
      ],
    ],
  },
  {
    slug: "city",
    profile: "intake",
    runtime: "desk",
    conversations: [
      [
        {
          prompt: "When is the bulky waste collected in Rosenweg?",
          answer:
            "The next collection in Rosenweg is on Wednesday, 2 December. Please put things out after six in the evening before; paint and batteries are not taken.",
          tools: [
            {
              name: "waste_calendar",
              args: { street: "Rosenweg" },
              result: { next: "2026-12-02", kind: "bulky" },
            },
          ],
        },
        {
          prompt: "And where do I take the paint?",
          answer:
            "To the yard in Hafenstraße, open Tuesday to Saturday from nine to five. Up to 20 litres are free of charge.",
        },
      ],
      [
        {
          prompt: "I would like to register a new dog.",
          answer:
            "Gladly. I need the chip number, the date since when the dog lives with you, and its breed. The tax is 96 euros a year and starts with the next month.",
        },
        {
          prompt: "Chip 276098106234567, since Monday, a dachshund.",
          answer: "The dog is registered; the badge comes by post within two weeks.",
          tools: [
            {
              name: "register_dog",
              args: { chip: "276098106234567", breed: "dachshund" },
              result: { file: "D-4417", tax_from: "2026-12-01" },
            },
          ],
        },
      ],
      [
        {
          prompt: "What documents do I need for a parking permit?",
          answer:
            "Your identity card, the registration of the car, and, when the car is not yours, a letter of the owner. The permit costs 30.70 euros a year.",
        },
      ],
    ],
  },
  {
    slug: "health",
    profile: "kiosk",
    runtime: "desk",
    conversations: [
      [
        {
          prompt: "I want to move my physiotherapy from Tuesday to another day.",
          answer:
            "Thursday at 8:40 and Friday at 11:20 are free with the same therapist. Which one shall I take?",
          tools: [
            {
              name: "calendar_free",
              args: { service: "physiotherapy", week: 49 },
              result: { slots: ["Thu 08:40", "Fri 11:20"] },
            },
          ],
        },
        {
          prompt: "Thursday.",
          answer: "Moved to Thursday at 8:40. Please bring the towel and the prescription.",
          tools: [
            {
              name: "calendar_move",
              args: { appointment: "P-3310", to: "Thu 08:40" },
              result: { moved: true },
            },
          ],
        },
      ],
      [
        {
          prompt: "Where do I get my blood drawn?",
          answer:
            "On the first floor, room 114, without an appointment from 7:00 to 10:30. Please come without breakfast; water is fine.",
        },
        {
          prompt: "How long does it take?",
          answer: "About fifteen minutes at present: four people are waiting.",
        },
      ],
      [
        {
          prompt: "Is the pharmacy in the house open on Saturday?",
          answer: "Yes, from nine to one. At other times, the emergency pharmacy in Lindenplatz is open.",
        },
      ],
    ],
  },
];
