/**
 * The zones of the IANA time zone database as `pytz` knows them: names, abbreviations and daylight-saving offsets since 1970.
 * JavaScript's own database tells which offset holds when, but not what it is called.
 *
 * A line is `variants|zones`. A variant is `abbreviation@minutes/dst minutes`, the most recent one last; without an
 * abbreviation it is called by its offset. A zone is followed by the minutes of the offset it had first (`LMT` unless named).
 * Lines that start with `=` are zones that never change.
 */
export const ZONE_TABLE = `
GMT@0|Africa/Abidjan:-16 Africa/Accra:-16 Africa/Bamako:-16 Africa/Banjul:-16 Africa/Conakry:-16 Africa/Dakar:-16 Africa/Freetown:-16 Africa/Lome:-16 Africa/Nouakchott:-16 Africa/Ouagadougou:-16 Africa/Timbuktu:-16 Atlantic/Reykjavik:-16 Atlantic/St_Helena:-16 Iceland:-16
EAT@180|Africa/Addis_Ababa:147 Africa/Asmara:147 Africa/Asmera:147 Africa/Dar_es_Salaam:147 Africa/Djibouti:147 Africa/Kampala:147 Africa/Mogadishu:147 Africa/Nairobi:147 Indian/Antananarivo:147 Indian/Comoro:147 Indian/Mayotte:147
CEST@120/60 WEST@60/60 WET@0 CET@60|Africa/Algiers:12
WAT@60|Africa/Bangui:14 Africa/Brazzaville:14 Africa/Douala:14 Africa/Kinshasa:14 Africa/Lagos:14 Africa/Libreville:14 Africa/Luanda:14 Africa/Malabo:14 Africa/Niamey:14 Africa/Porto-Novo:14
@-60 GMT@0|Africa/Bissau:-62
CAT@120|Africa/Blantyre:130 Africa/Bujumbura:130 Africa/Gaborone:130 Africa/Harare:130 Africa/Kigali:130 Africa/Lubumbashi:130 Africa/Lusaka:130 Africa/Maputo:130
EEST@180/60 EET@120|Africa/Cairo:125 Asia/Beirut:142 Asia/Nicosia:133 EET:95 Egypt:125 Europe/Athens:95 Europe/Bucharest:104 Europe/Helsinki:100 Europe/Mariehamn:100 Europe/Nicosia:133 Europe/Sofia:93
@60/60 @0/-60 @60 @0|Africa/Casablanca:-30
WEST@60/60 WET@0 CEST@120/60 CET@60|Africa/Ceuta:-21
@-60 @60/60 @0/-60 @60 @0|Africa/El_Aaiun:-53
SAST@120|Africa/Johannesburg:112 Africa/Maseru:112 Africa/Mbabane:112
CAST@180/60 EAT@180 CAT@120|Africa/Juba:126 Africa/Khartoum:130
MMT@-44 GMT@0|Africa/Monrovia:-43
WAST@120/60 WAT@60|Africa/Ndjamena:60
WAT@60 GMT@0|Africa/Sao_Tome:27
CET@60 CEST@120/60 EET@120|Africa/Tripoli:53 Libya:53
CEST@120/60 CET@60|Africa/Tunis:41 Arctic/Longyearbyen:53 Atlantic/Jan_Mayen:53 CET:18 Europe/Amsterdam:18 Europe/Andorra:6 Europe/Belgrade:82 Europe/Berlin:53 Europe/Bratislava:58 Europe/Brussels:18 Europe/Budapest:76 Europe/Busingen:34 Europe/Copenhagen:53 Europe/Gibraltar:-21 Europe/Ljubljana:82 Europe/Luxembourg:18 Europe/Madrid:-15 Europe/Malta:58 Europe/Monaco:9 Europe/Oslo:53 Europe/Paris:9 Europe/Podgorica:82 Europe/Prague:58 Europe/Rome:50 Europe/San_Marino:50 Europe/Sarajevo:82 Europe/Skopje:82 Europe/Stockholm:53 Europe/Tirane:79 Europe/Vaduz:34 Europe/Vatican:50 Europe/Vienna:65 Europe/Warsaw:84 Europe/Zagreb:82 Europe/Zurich:34 MET:18 Poland:84
SAST@120 WAT@60/-60 CAT@120|Africa/Windhoek:68
BST@-660 BDT@-600/60 AHST@-600 HDT@-540/60 HST@-600|America/Adak:733 America/Atka:733 US/Aleutian:733
AHST@-600 AHDT@-540/60 YST@-540 AKDT@-480/60 AKST@-540|America/Anchorage:840 US/Alaska:840
AST@-240|America/Anguilla:-264 America/Antigua:-264 America/Aruba:-264 America/Blanc-Sablon:-264 America/Curacao:-264 America/Dominica:-264 America/Grenada:-264 America/Guadeloupe:-264 America/Kralendijk:-264 America/Lower_Princes:-264 America/Marigot:-264 America/Montserrat:-264 America/Port_of_Spain:-264 America/Puerto_Rico:-264 America/St_Barthelemy:-264 America/St_Kitts:-264 America/St_Lucia:-264 America/St_Thomas:-264 America/St_Vincent:-264 America/Tortola:-264 America/Virgin:-264
@-120/60 @-180|America/Araguaina:-193 America/Argentina/Buenos_Aires:-234 America/Bahia:-154 America/Belem:-194 America/Buenos_Aires:-234 America/Fortaleza:-154 America/Maceio:-143 America/Recife:-140 America/Sao_Paulo:-186 Brazil/East:-186
@-120/120 @-180/60 @-240 @-120/60 @-180|America/Argentina/Catamarca:-263 America/Argentina/ComodRivadavia:-263 America/Argentina/Mendoza:-275 America/Argentina/Tucuman:-261 America/Catamarca:-263 America/Mendoza:-275
@-240 @-120/120 @-120/60 @-180|America/Argentina/Cordoba:-257 America/Argentina/Salta:-262 America/Cordoba:-257 America/Rosario:-257
@-180/60 @-240 @-120/120 @-120/60 @-180|America/Argentina/Jujuy:-261 America/Jujuy:-261
@-180/60 @-240 @-120/60 @-180|America/Argentina/La_Rioja:-267 America/Argentina/Rio_Gallegos:-277 America/Argentina/San_Juan:-274 America/Argentina/Ushuaia:-273
@-120/60 @-180/60 @-240 @-180|America/Argentina/San_Luis:-265 Atlantic/Stanley:-231
@-240 @-180/60 @-180|America/Asuncion:-231 America/Coyhaique:-288 America/Punta_Arenas:-284
EST@-300|America/Atikokan:-318 America/Cayman:-318 America/Coral_Harbour:-318 America/Panama:-318 EST:-318
MDT@-360/60 MST@-420 CDT@-300/120 CDT@-300/60 CST@-360|America/Bahia_Banderas:-421
ADT@-180/60 AST@-240|America/Barbados:-238 America/Glace_Bay:-240 America/Halifax:-254 America/Martinique:-244 America/Moncton:-259 America/Thule:-275 Atlantic/Bermuda:-259 Canada/Atlantic:-254
CDT@-300/60 CST@-360|America/Belize:-353 America/Chicago:-351 America/Costa_Rica:-336 America/El_Salvador:-357 America/Guatemala:-362 America/Matamoros:-390 America/Mexico_City:-397 America/Monterrey:-401 America/Tegucigalpa:-349 CST6CDT:-360,CST Mexico/General:-397 US/Central:-351
@-180/60 @-240|America/Boa_Vista:-243 America/Campo_Grande:-218 America/Cuiaba:-224 America/Manaus:-240 America/Porto_Velho:-256 Brazil/West:-240
@-240/60 @-300|America/Bogota:-296 America/Guayaquil:-319 America/Lima:-308
MDT@-360/60 MST@-420|America/Boise:-465 America/Denver:-420 America/Hermosillo:-444 America/Mazatlan:-426 America/Shiprock:-420 MST7MDT:-420,MST Mexico/BajaSur:-426 Navajo:-420 US/Mountain:-420
CDT@-300/60 EST@-300 CST@-360 MDT@-360/60 MST@-420|America/Cambridge_Bay:0,-00
EDT@-240/60 CDT@-300/60 CST@-360 EST@-300|America/Cancun:-347
@-270 @-240|America/Caracas:-268
@-180|America/Cayenne:-209 Antarctica/Rothera:0,-00
CDT@-300/60 MST@-420 MDT@-360/60 CST@-360|America/Chihuahua:-424
CDT@-300/60 CST@-360 MDT@-360/60 MST@-420|America/Ciudad_Juarez:-426
MST@-420|America/Creston:-448 America/Phoenix:-448 MST:-448 US/Arizona:-448
@-120/60 @-180 GMT@0|America/Danmarkshavn:-75
YST@-540 PST@-480 PDT@-420/60 MST@-420|America/Dawson:-558
PST@-480 PDT@-420/60 MST@-420|America/Dawson_Creek:-481 America/Vancouver:-492 America/Whitehorse:-540 Canada/Pacific:-492 Canada/Yukon:-540
EDT@-240/60 EST@-300|America/Detroit:-332 America/Fort_Wayne:-345 America/Indiana/Indianapolis:-345 America/Indiana/Vevay:-340 America/Indianapolis:-345 America/Jamaica:-307 America/Montreal:-318 America/Nassau:-318 America/New_York:-296 America/Nipigon:-318 America/Port-au-Prince:-289 America/Thunder_Bay:-318 America/Toronto:-318 Canada/Eastern:-318 EST5EDT:-300,EST Jamaica:-307 US/East-Indiana:-345 US/Eastern:-296 US/Michigan:-332
MST@-420 MDT@-360/60 CST@-360|America/Edmonton:-454 America/Yellowknife:-454 Canada/Mountain:-454
@-240/60 @-240 @-300|America/Eirunepe:-279 America/Porto_Acre:-271 America/Rio_Branco:-271 Brazil/Acre:-271
PDT@-420/60 PST@-480|America/Ensenada:-468 America/Los_Angeles:-473 America/Santa_Isabel:-468 America/Tijuana:-468 Mexico/BajaNorte:-468 PST8PDT:-480,PST US/Pacific:-473
PDT@-420/60 PST@-480 MST@-420|America/Fort_Nelson:-491
@-120/60 @-180 @-60/60 @-120|America/Godthab:-207 America/Nuuk:-207
ADDT@-120/120 ADT@-180/60 AST@-240|America/Goose_Bay:-242
AST@-240 EDT@-240/60 EST@-300|America/Grand_Turk:-285
@-225 @-180 @-240|America/Guyana:-233
CDT@-240/60 CST@-300|America/Havana:-329 Cuba:-329
EST@-300 CDT@-300/60 CST@-360|America/Indiana/Knox:-346 America/Knox_IN:-346 America/Managua:-345 America/Menominee:-350 America/Merida:-358 America/Rankin_Inlet:0,-00 America/Resolute:0,-00 US/Indiana-Starke:-346
CDT@-300 EDT@-240/60 EST@-300|America/Indiana/Marengo:-345 America/Kentucky/Louisville:-343 America/Louisville:-343
CST@-360 CDT@-300/60 EDT@-240/60 EST@-300|America/Indiana/Petersburg:-349 America/Indiana/Vincennes:-350 America/Iqaluit:0,-00 America/Kentucky/Monticello:-339 America/Pangnirtung:0,-00
EDT@-240/60 EST@-300 CDT@-300/60 CST@-360|America/Indiana/Tell_City:-347
CDT@-300/60 CST@-360 EDT@-240/120 EDT@-240/60 EST@-300|America/Indiana/Winamac:-346
PDT@-420/60 PST@-480 MDT@-360/120 MST@-420 MDT@-360/60 CST@-360|America/Inuvik:0,-00
YDT@-480/60 PST@-480 PDT@-420/60 YST@-540 AKDT@-480/60 AKST@-540|America/Juneau:902
@-240|America/La_Paz:-273
PDT@-420/60 PST@-480 AKDT@-480/60 AKST@-540|America/Metlakatla:914
AST@-240 @-120/60 @-180|America/Miquelon:-225
@-90/90 @-150/30 @-120/60 @-180|America/Montevideo:-225
BST@-660 BDT@-600/60 YST@-540 AKDT@-480/60 AKST@-540|America/Nome:778
@-60/60 @-120|America/Noronha:-130 Brazil/DeNoronha:-130
MST@-420 MDT@-360/60 CDT@-300/60 CST@-360|America/North_Dakota/Beulah:-407 America/North_Dakota/Center:-405 America/North_Dakota/New_Salem:-406 America/Ojinaga:-418
@-210 @-180|America/Paramaribo:-221
CST@-360 CDT@-300/60 EST@-300|America/Rainy_River:-389 America/Winnipeg:-389 Canada/Central:-389
CST@-360|America/Regina:-419 Canada/Saskatchewan:-419
@-180/60 @-240 @-180|America/Santarem:-219
@-240 @-180/60|America/Santiago:-283 Chile/Continental:-283
@-270/30 EST@-300 AST@-240|America/Santo_Domingo:-280
@0/120 @0/60 @-60 @-60/60 @-120|America/Scoresbysund:-88
PST@-480 PDT@-420/60 YST@-540 AKDT@-480/60 AKST@-540|America/Sitka:899
NDDT@-90/120 NDT@-150/60 NST@-210|America/St_Johns:-211 Canada/Newfoundland:-211
MST@-420 CST@-360|America/Swift_Current:-431
YDT@-480/60 YST@-540 AKDT@-480/60 AKST@-540|America/Yakutat:881
@660 @480|Antarctica/Casey:0,-00
@300 @420|Antarctica/Davis:0,-00
@600|Antarctica/DumontDUrville:589 Pacific/Chuuk:589 Pacific/Port_Moresby:589 Pacific/Truk:589 Pacific/Yap:589
AEST@600 AEDT@660/60|Antarctica/Macquarie:0,-00 Australia/ACT:605 Australia/Canberra:605 Australia/Currie:589 Australia/Hobart:589 Australia/Melbourne:580 Australia/NSW:605 Australia/Sydney:605 Australia/Tasmania:589 Australia/Victoria:580
@360 @300|Antarctica/Mawson:0,-00
NZST@720 NZDT@780/60|Antarctica/McMurdo:699 Antarctica/South_Pole:699 NZ:699 Pacific/Auckland:699
@-120/60 @-240 @-180/60 @-180|Antarctica/Palmer:0,-00
@180|Antarctica/Syowa:187 Asia/Aden:187 Asia/Kuwait:187 Asia/Riyadh:187
@120/120 @0|Antarctica/Troll:0,-00
-00@0 @420 @300|Antarctica/Vostok:0,-00
@360/60 @420/60 @360 @300|Asia/Almaty:308
EET@120 EEST@180/60 @180|Asia/Amman:144 Asia/Damascus:145
@840/60 @780 @780/60 @720/60 @660 @720|Asia/Anadyr:710
@360 @360/60 @240 @300/60 @300|Asia/Aqtau:201 Asia/Atyrau:208 Asia/Oral:205
@360 @300/60 @240 @360/60 @300|Asia/Aqtobe:229
@360/60 @300/60 @240 @300|Asia/Ashgabat:234 Asia/Ashkhabad:234
@240/60 @180|Asia/Baghdad:178
@240 @180|Asia/Bahrain:206 Asia/Qatar:206
@180 @240/60 @300/60 @240|Asia/Baku:199 Asia/Yerevan:178
@420|Asia/Bangkok:402 Asia/Phnom_Penh:402 Asia/Vientiane:402 Indian/Christmas:402
@480/60 @420/60 @360 @420|Asia/Barnaul:335 Asia/Novokuznetsk:349 Asia/Novosibirsk:332 Asia/Tomsk:340
@420/60 @300 @360/60 @360|Asia/Bishkek:298
@480|Asia/Brunei:441 Asia/Kuching:441
IST@330|Asia/Calcutta:353 Asia/Kolkata:353
@540/60 @600/60 @600 @480 @540|Asia/Chita:454
@420 @540/60 @480|Asia/Choibalsan:428 Asia/Ulaanbaatar:428 Asia/Ulan_Bator:428
CDT@540/60 CST@480|Asia/Chongqing:486 Asia/Chungking:486 Asia/Harbin:486 Asia/Macao:454 Asia/Macau:454 Asia/Shanghai:486 Asia/Taipei:486 PRC:486 ROC:486
@390 @360 @330|Asia/Colombo:319
@420/60 @360|Asia/Dacca:362 Asia/Dhaka:362
@480 @540|Asia/Dili:502
@240|Asia/Dubai:221 Asia/Muscat:221 Indian/Mahe:221 Indian/Reunion:221
@420/60 @360 @360/60 @300|Asia/Dushanbe:275 Asia/Tashkent:277
@180 EEST@180/60 EET@120|Asia/Famagusta:136
IDT@180/60 IST@120 EEST@180/60 EET@120|Asia/Gaza:138 Asia/Hebron:140
@480 @420|Asia/Ho_Chi_Minh:427 Asia/Saigon:427
HKST@540/60 HKT@480|Asia/Hong_Kong:457 Hongkong:457
@360 @480/60 @420|Asia/Hovd:367
@480/60 @420 @540/60 @540 @480|Asia/Irkutsk:417
@240/60 EET@120 EEST@180/60 @180|Asia/Istanbul:116 Europe/Istanbul:116 Turkey:116
WIB@420|Asia/Jakarta:427
WIT@540|Asia/Jayapura:563
IDT@180/60 IST@120|Asia/Jerusalem:141 Asia/Tel_Aviv:141 Israel:141
@270|Asia/Kabul:277
@780/60 @720/60 @660 @720|Asia/Kamchatka:635
@300 PKST@360/60 PKT@300|Asia/Karachi:268
@360|Asia/Kashgar:350 Asia/Urumqi:350
@330 @345|Asia/Kathmandu:341 Asia/Katmandu:341
@540/60 @480 @600/60 @660/60 @660 @600 @540|Asia/Khandyga:542
@420/60 @360 @480/60 @480 @420|Asia/Krasnoyarsk:371
@450 @480|Asia/Kuala_Lumpur:415 Asia/Singapore:415 Singapore:415
@660/60 @720/60 @720 @600 @660|Asia/Magadan:603
WITA@480|Asia/Makassar:478 Asia/Ujung_Pandang:478
PDT@540/60 PST@480|Asia/Manila:-956
@360/60 @300 @420/60 @420 @360|Asia/Omsk:294
WITA@480 WIB@420|Asia/Pontianak:437
KST@510 KST@540|Asia/Pyongyang:503
@300/60 @240 @360/60 @360 @300|Asia/Qostanay:254 Asia/Yekaterinburg:243
@300/-60 @360/60 @360 @300|Asia/Qyzylorda:262
@390|Asia/Rangoon:385 Asia/Yangon:385 Indian/Cocos:385
@720/60 @660/60 @600 @660|Asia/Sakhalin:571
@360 @360/60 @300|Asia/Samarkand:268
KDT@600/60 KST@540|Asia/Seoul:508 ROK:508
@660/60 @600 @720/60 @720 @660|Asia/Srednekolymsk:615
@300/60 @240/60 @180 @240|Asia/Tbilisi:179 Europe/Astrakhan:192 Europe/Saratov:184
@300/60 @240 @270/60 @210|Asia/Tehran:206 Iran:206
@330 @360|Asia/Thimbu:359 Asia/Thimphu:359
JST@540|Asia/Tokyo:559 Japan:559
@540 @720/180 @660/60 @720/60 @720 @660 @600|Asia/Ust-Nera:573
@600/60 @540 @660/60 @660 @600|Asia/Vladivostok:528
@540/60 @480 @600/60 @600 @540|Asia/Yakutsk:519
WET@0 WEST@60/60 @0/60 @-60|Atlantic/Azores:-103
WEST@60/60 WET@0|Atlantic/Canary:-62 Atlantic/Faeroe:-27 Atlantic/Faroe:-27 Atlantic/Madeira:-68
@-120 @-60|Atlantic/Cape_Verde:-94
@-120|Atlantic/South_Georgia:-146
ACST@570 ACDT@630/60|Australia/Adelaide:554 Australia/Broken_Hill:566 Australia/South:554 Australia/Yancowinna:566
AEDT@660/60 AEST@600|Australia/Brisbane:612 Australia/Lindeman:596 Australia/Queensland:612
ACST@570|Australia/Darwin:523 Australia/North:523
@585/60 @525|Australia/Eucla:515
AEST@600 @690/60 @630 @660/30|Australia/LHI:636 Australia/Lord_Howe:636
AWDT@540/60 AWST@480|Australia/Perth:463 Australia/West:463
@-420 @-360/60 @-360 @-300/60|Chile/EasterIsland:-437 Pacific/Easter:-437
IST@60 GMT@0/-60|Eire:-25 Europe/Dublin:-25
=GMT@0|Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich
=@-60|Etc/GMT+1
=@-600|Etc/GMT+10
=@-660|Etc/GMT+11
=@-720|Etc/GMT+12
=@-120|Etc/GMT+2
=@-180|Etc/GMT+3
=@-240|Etc/GMT+4
=@-300|Etc/GMT+5
=@-360|Etc/GMT+6
=@-420|Etc/GMT+7
=@-480|Etc/GMT+8
=@-540|Etc/GMT+9
=@60|Etc/GMT-1
=@600|Etc/GMT-10
=@660|Etc/GMT-11
=@720|Etc/GMT-12
=@780|Etc/GMT-13
=@840|Etc/GMT-14
=@120|Etc/GMT-2
=@180|Etc/GMT-3
=@240|Etc/GMT-4
=@300|Etc/GMT-5
=@360|Etc/GMT-6
=@420|Etc/GMT-7
=@480|Etc/GMT-8
=@540|Etc/GMT-9
=UTC@0|Etc/UCT Etc/UTC Etc/Universal Etc/Zulu UCT Universal Zulu
BST@60 BST@60/60 GMT@0|Europe/Belfast:-1 Europe/Guernsey:-1 Europe/Isle_of_Man:-1 Europe/Jersey:-1 Europe/London:-1 GB:-1 GB-Eire:-1
MSK@180 MSD@240/60 EEST@180/60 EET@120|Europe/Chisinau:115 Europe/Kiev:122 Europe/Kyiv:122 Europe/Tiraspol:115 Europe/Uzhgorod:122 Europe/Zaporozhye:122
MSD@240/60 MSK@180 EEST@180/60 @180 EET@120|Europe/Kaliningrad:82
@300/60 @240 MSD@240/60 MSK@240 MSK@180|Europe/Kirov:199
CEST@120/60 CET@60 WEST@60/60 WET@0|Europe/Lisbon:-37 Portugal:-37 WET:-37
MSD@240/60 MSK@180 EEST@180/60 EET@120 @180|Europe/Minsk:110
EEST@180/60 EET@120 MSD@240/60 MSK@240 MSK@180|Europe/Moscow:150 W-SU:150
MSD@240/60 MSK@180 EEST@180/60 EET@120|Europe/Riga:97 Europe/Tallinn:99
@180/-60 @300/60 @240/60 @180 @240|Europe/Samara:200
MSD@240/120 MSD@240/60 EEST@180/60 EET@120 MSK@240 MSK@180|Europe/Simferopol:136
@300/60 @180/60 @120 @240/60 @180 @240|Europe/Ulyanovsk:194
MSD@240/60 MSK@180 CET@60 CEST@120/60 EEST@180/60 EET@120|Europe/Vilnius:101
@300/60 MSD@240/60 MSK@240 @240 MSK@180|Europe/Volgograd:178
HST@-600|HST:-631 Pacific/Honolulu:-631 Pacific/Johnston:-631 US/Hawaii:-631
@300 @360|Indian/Chagos:290
@300|Indian/Kerguelen:294 Indian/Maldives:294
@300/60 @240|Indian/Mauritius:230
@-720 @720|Kwajalein:669 Pacific/Kwajalein:669
@765 @825/60|NZ-CHAT:734 Pacific/Chatham:734
@-660 @-600/60 @840/60 @780|Pacific/Apia:753
@600 @660|Pacific/Bougainville:622
@720/60 @660|Pacific/Efate:673 Pacific/Noumea:666
@-720 @-660 @780|Pacific/Enderbury:0,-00 Pacific/Kanton:0,-00
@-660 @780|Pacific/Fakaofo:-685
@780/60 @720|Pacific/Fiji:716
@720|Pacific/Funafuti:692 Pacific/Majuro:692 Pacific/Tarawa:692 Pacific/Wake:692 Pacific/Wallis:692
@-300 @-300/60 @-360|Pacific/Galapagos:-358
@-540|Pacific/Gambier:-540
@660|Pacific/Guadalcanal:640 Pacific/Pohnpei:640 Pacific/Ponape:640
GDT@660/60 GST@600 ChST@600|Pacific/Guam:-861 Pacific/Saipan:-861
@-640 @-600 @840|Pacific/Kiritimati:-629
@720 @660|Pacific/Kosrae:-788
@-570|Pacific/Marquesas:-558
SST@-660|Pacific/Midway:757 Pacific/Pago_Pago:757 Pacific/Samoa:757 US/Samoa:757
@690 @720|Pacific/Nauru:668
@-660|Pacific/Niue:-680
@750/60 @690 @660 @720/60|Pacific/Norfolk:672
@540|Pacific/Palau:-902
@-510 @-480|Pacific/Pitcairn:-520
@-630 @-570/60 @-570/30 @-600|Pacific/Rarotonga:801
@-600|Pacific/Tahiti:-598
@840/60 @780|Pacific/Tongatapu:739
`;
