"""Words that tell what kind of name stands beside them, or that a name is made with.

A gazetteer says what *is* a name; these tables say what *points* to one: "Sheriff" to the left,
"County" at the end, "University of" in front. They are closed lists that a reader can check, kept
to what newspapers use.
"""

from __future__ import annotations

from newsbook.text.abbreviations import word_set

__all__ = [
    "AREA_HEADS", "CONNECTORS", "EVENT_FRONTS", "EVENT_HEADS", "FIELDS", "GROUP_HEADS",
    "MONTHS", "NAME_TITLES", "OF_HEADS", "ORG_HEADS", "ORG_NOUNS", "PARTICLES",
    "PERSON_NOUNS", "PLACE_FRONTS", "PLACE_HEADS", "PLACE_NOUNS", "PLACE_WORDS", "SAYING",
    "STOP_WORDS", "SUFFIXES", "SURE_PLACE_HEADS", "TITLES", "WEAK_TITLES", "WEEKDAYS",
]  # fmt: skip

#: Before a person's name, and no part of it.
TITLES = word_set(
    """
    Mr Mrs Ms Miss Mr. Mrs. Ms. Mx. Dr Dr. Prof Prof. Professor Sir Dame Lord Lady Baroness
    Baron Hon. Madam President Vice-President Premier Chancellor Minister Minister-President
    Prime Secretary Undersecretary Secretary-General Sec. Governor Gov Gov. Lt. Lieutenant
    Senator Sen Sen. Sens. Representative Rep Rep. Reps. Congressman Congresswoman Councilman
    Councilwoman Councillor Councilor Cllr Alderman Assemblyman Assemblywoman Assemblymember
    Lawmaker Delegate Mayor Ambassador Envoy Speaker Commissioner Comptroller Treasurer
    Attorney Judge Justice Justices Magistrate Prosecutor Solicitor Barrister Advocate Marshal
    Sheriff Deputy Detective Inspector Constable Sgt Sgt. Sergeant Officer Trooper Chief
    Commander Captain Capt Capt. Major Maj. Colonel Col Col. General Gen Gen. Brigadier Brig.
    Admiral Adm. Corporal Cpl. Private Pvt. Pfc. Commodore Superintendent Supt. Supt Warden
    Ranger Coroner Principal Dean Provost Rector Chairman Chairwoman Chair Chairperson
    Director Co-Director Manager CEO CFO COO CTO Editor Editor-in-Chief Spokesman Spokeswoman
    Spokesperson Coach Midfielder Striker Pope Cardinal Archbishop Bishop Rev Rev. Reverend
    Father Fr. Pastor Deacon Rabbi Imam Sheikh Sheik Shaikh Ayatollah Mullah Maulana Swami Sri
    Shri Smt Smt. Emir Sultan King Queen Prince Princess Duke Duchess Earl Count Countess
    Crown Emperor Empress Tsar Kaiser First Chief-of-Staff Executive Leader Whip Majority
    Minority Acting Former Ex-President Then-President Vice Assistant Associate Senior Defense
    Defence Foreign Finance Interior Health Education Economy Environment Transport Home
    Agriculture Energy Culture Trade Labor Labour Immigration Police Fire District Circuit
    State Financial Operating Technology Medical Information Uncle Aunt Grandma Grandpa
    Comrade Council Pro Petty Master Staff Special Agent Agents Investigator Doctor Nurse
    Lieutenant-Governor Barr. Chief. Engr. Alhaji Hajia Otunba Datuk Tan Herr Frau Monsieur
    Madame Señor Señora Don Doña Dona Tengku Tunku Hajji Lieut. Msgr. Monsignor Sister Brother
    Saint Field Wing Squadron Sub-Inspector Justice-designate Taoiseach Insp Insp. Member Tem
    Coun Coun. Cmdr Cmdr. Amb Amb. Hon Messrs Mme Mme. Mlle. Lt Co-founder Founder Author
    Actor Actress Singer Atty. Det. Det Director-General Under-Secretary-General
    """
)

#: Of these a title is made only with another of them: "Foreign Minister", but no "Foreign Park".
WEAK_TITLES = word_set(
    """
    Prime Crown First Vice Assistant Associate Senior Defense Defence Foreign Finance Interior
    Health Justice Education Economy Environment Transport Home Agriculture Energy Culture
    Trade Labor Labour Immigration Council Pro Police Fire District Circuit State General
    Financial Operating Technology Medical Information Deputy Acting Former Majority Minority
    Executive Chief Special Petty Master Staff Field Wing Squadron Attorney
    """
)

#: Titles that are family names or first names, too: "Martin Luther King", "Earl Warren".
NAME_TITLES = word_set(
    """
    King Queen Prince Pope Bishop Judge Dean Earl Duke Baron Marshal Warden Count Deacon Major
    Tan Don Page Justice
    """
)

#: What a ministry or a union is for.
FIELDS = word_set(
    """
    Affairs Human Services Urban Development Culture Tourism Technology Finance Justice State
    Defense Defence Health Education Energy Labor Labour Agriculture Commerce Trade Industry
    Housing Transport Transportation Environment Environmental Protection Science Sports Sport
    Youth Women Children Families Interior Foreign External Internal Home Homeland Security
    Immigration Customs Border Revenue Treasury Budget Planning Works Public Social Welfare
    Care Food Rural Fisheries Forestry Forests Mines Minerals Natural Resources Water Power
    Petroleum Communications Information Broadcasting Broadcasters Veterans Management
    Emergency Business Innovation Skills Employment Pensions Work Local Government Communities
    Levelling Climate Change Net Zero Media Arts Sciences Humanities Engineering Medicine
    Nursing Law Economics Markets Competition Standards Statistics Corrections Rehabilitation
    Criminal Prisons Parks Recreation Wildlife Game Fish Aviation Space Aeronautics Research
    Trades Allied Bakery Hotels Guesthouses Retail Manufacturing Technical Civil Rights
    Liberties Policy Politics Strategic International National Studies Peace Cooperation
    Reconstruction Disease Control Prevention Drug Drugs Alcohol Tobacco Firearms Explosives
    Licensing Regulatory Infectious Diseases Allergy Mental Healthcare Oceanic Atmospheric
    Pharmacy Pharmaceuticals Theology Divinity Design Architecture Journalism Communication
    Dentistry Forensic Narcotics Investigation Crime Trafficking Transparency Accountability
    Ethics
    """
)

#: The last word of an organisation's name.
ORG_HEADS = word_set(
    """
    Inc Inc. Corp Corp. Corporation Co Co. Company Companies Ltd Ltd. Limited LLC LLP PLC Plc
    plc AG SA NV SE GmbH Bhd Group Holdings Holding Partners Industries Enterprises Ventures
    Capital Securities Investments Bancorp Bank Airlines Airways Motors Pharmaceuticals Pharma
    Technologies Systems Software Labs Laboratories Laboratory Electronics Energy Petroleum
    Oil Gas Power Electric Steel Foods Brewing Brewery Entertainment Media Studios Pictures
    Records Press Publishing Publications Books Communications Telecom Networks Network
    University College School Schools Academy Institute Institution Seminary Polytechnic
    Conservatory Faculty Hospital Hospitals Clinic Healthcare Hospice Infirmary Medicine
    Pharmacy Ministry Department Dept. Agency Bureau Commission Committee Subcommittee Council
    Board Authority Administration Directorate Inspectorate Secretariat Office Service
    Services Registry Ombudsman Treasury Court Courts Tribunal Senate Assembly Parliament
    Congress Legislature Legislators Cabinet Chamber Caucus Police Constabulary Army Navy
    Force Forces Guard Guards Corps Brigade Battalion Regiment Division Squadron Command
    Militia Patrol Coastguard Fleet Association Federation Confederation Union Guild Society
    Club League Alliance Coalition Front Foundation Trust Fund Charity Forum Initiative
    Project Programme Program Campaign Movement Brotherhood Organisation Organization
    Organisations Organizations Consortium Cooperative Co-op Collective Conference Centre
    Center Observatory Museum Gallery Orchestra Philharmonic Symphony Opera Ballet Choir
    Ministries Diocese Archdiocese Synod Congregation Mission News Times Post Herald Tribune
    Gazette Journal Chronicle Daily Telegraph Globe Observer Examiner Inquirer Courier Mirror
    Star Sun Register Sentinel Dispatch Record Review Magazine Newspapers Broadcasting
    Television TV Radio FM Newswire Wire Bulletin Weekly Today United City FC F.C. CF SC AFC
    Athletic Rovers Wanderers Albion Hotspur Rangers Racing Sports Team Championships Tigers
    Lions Eagles Bears Hawks Wolves Panthers Bulldogs Wildcats Cougars Warriors Knights
    Raiders Pirates Giants Royals Kings Stars Rockets Jets Cardinals Falcons Broncos Mustangs
    Rams Bulls Sharks Dolphins Bruins Huskies Trojans Spartans Titans Vikings Saints Chargers
    Chiefs Braves Cowboys Colts Packers Steelers Railway Railways Rail Transit Transportation
    Logistics Freight Shipping Lines Line Cruises Express Mail Insurance Mutual Financial
    Finance Associates Consulting Advisors Advisers Analytics Solutions Research Strategies
    Stores Store Markets Supermarkets Hardware Pizza Burgers Coffee Hotels Resorts Bakery
    Farms Ranch Vineyards Winery Estates Properties Realty Builders Construction Contractors
    Mining Mines Minerals Party Greens Democrats Exchange Bundesbank Local Teamsters Attorneys
    Paramedics EMS Firefighters Commissioners Supervisors Rescue Brewers Stoppers Academies
    Parishad Sabha Samaj Motor Industry Airplanes Chemical Chemicals Semiconductor
    Semiconductors Cement Aviation Aerospace Dynamics Interactive Digital Wireless Biotech
    Therapeutics Biosciences Plastics Trading Rubber Tobacco Equity Trustees Advocates Watch
    International Worldwide Global Brands Beverages Products Hospitality Infantry Precinct
    Wing Detachment Unit Taskforce Secretariate
    """
)

#: The last word of what is no person, place or body: an event, a law, a prize, a work.
EVENT_HEADS = word_set(
    """
    Cup Open Olympics Paralympics Games Championship Championships Tournament Trophy Bowl
    Series Playoffs Final Finals Semifinals Derby Marathon Prix Awards Award Prize Prizes
    Medal Medals Oscars Grammys Emmys Act Bill Amendment Amendments Code Constitution Treaty
    Agreement Accords Pact Deal Protocol Convention Charter Declaration Resolution War Wars
    Revolution Uprising Holocaust Intifada Massacre Genocide Day Eve Election Elections
    Caucuses Referendum Bible Quran Koran Torah Christ Pandemic Covid COVID-19 Covid-19
    Hurricane Typhoon Cyclone Storm Earthquake Crisis Scandal Operation Ballot Android Windows
    LVII LVIII LIX Airshow Expo Biennale
    """
)

#: The first word of what is no person, place or body.
EVENT_FRONTS = word_set(
    """
    Hurricane Typhoon Cyclone Storm Operation Tropical Title Proposition Formula
    """
)

#: What an organisation's name begins with when "of", "for" or "on" follows.
OF_HEADS = word_set(
    """
    University College School Institute Academy Faculty Museum Library Bank Ministry
    Department Dept. Office Bureau Board Commission Committee Council Court Chamber House
    Senate Assembly Congress Parliament Association Federation Confederation Union Society
    League Alliance Coalition Organisation Organization Campaign Center Centre Foundation Fund
    Church Diocese Archdiocese Daughters Sons Friends Agency Authority Administration
    Secretariat Directorate Service Services Institution Guild Order Brotherhood Party
    Conference Movement Front Army Forces Corps Citizens Americans Doctors Reporters Mothers
    Students Parents Partnership Group Company Trust Knights Voice Radio Bar Exchange Rotary
    Registrar Inspectorate Division Republic Chambers Brothers Institutes Appeals Centers
    Academies Colleges Mission Journal Proceedings Annals
    """
)

#: The last word of a party's or a people's name.
GROUP_HEADS = word_set("Party Nation Tribe Tribes")

#: The last word of a place's name.
PLACE_HEADS = word_set(
    """
    River Creek Lake Lakes Sea Ocean Bay Gulf Strait Straits Channel Sound Harbor Harbour Cove
    Inlet Lagoon Reef Falls Canal Dam Reservoir Springs Brook Pond Delta Basin Marsh Glacier
    Fjord Firth Mountain Mountains Mount Hill Hills Peak Peaks Ridge Range Summit Canyon Gorge
    Valley Plateau Pass Cliff Rock Desert Forest Woods Wood Prairie Plains Island Islands Isle
    Isles Peninsula Cape Coast Beach Shore Point Heights Street St. Avenue Ave. Ave Road Rd.
    Rd Boulevard Blvd. Blvd Drive Dr. Lane Way Highway Hwy. Freeway Parkway Expressway
    Turnpike Motorway Bypass Alley Court Terrace Row Crescent Circle Square Plaza Place Quay
    Wharf Pier Market Bazaar Mall Bridge Tunnel Viaduct Station Terminal Airport Airfield Base
    Port Docks Dock Yard Interchange Park Gardens Garden Zoo Refuge Wilderness Preserve
    Reserve Trail Cemetery Memorial Monument Fairgrounds Stadium Arena Coliseum Fieldhouse
    Field Ballpark Speedway Racecourse Rink Gymnasium Auditorium Hall Pavilion Building Tower
    Towers Palace Castle Fort Gate House Mansion Villa Cathedral Abbey Basilica Mosque Minster
    Shrine Prison Jail Penitentiary Lighthouse Mill Plant Refinery Pipeline Corridor Border
    Crossing Zone Region Side End Quarter Neighborhood Estate Village Green Common Commons
    Line Rainforest Bottoms Trench Library Theatre Theater Chapel Temple Synagogue Church
    Casino Restaurant Cafe Café Rooms Lido
    """
)

#: Of these no company, school or team is made.
SURE_PLACE_HEADS = word_set(
    """
    River Creek Lake Lakes Sea Ocean Bay Gulf Strait Straits Harbor Harbour Reservoir Mountain
    Mountains Canyon Glacier Desert Forest Island Islands Isle Peninsula Coast Beach Street
    St. Avenue Ave. Ave Road Rd. Boulevard Blvd. Blvd Drive Lane Highway Freeway Parkway
    Expressway Turnpike Bridge Tunnel Airport Park Square Pier Stadium Arena Canal Dam
    Wilderness Rainforest Ridge Trail Cemetery Palace Castle Jail Prison Penitentiary
    Cathedral Mosque Abbey Basilica Lighthouse Library
    """
)

#: The last word of a place with a government.
AREA_HEADS = word_set(
    """
    County Counties Parish City Township Borough Province State Territory Prefecture Oblast
    Republic Emirate Municipality District Kingdom Islands Springs
    """
)

#: The first word of a place's name. "St." and "Port" begin towns, "Lake" and "Mount" do not.
PLACE_FRONTS = word_set(
    """
    Lake Mount Mt. Mt Cape Fort Ft. Port Camp Gulf Bay Sea Strait Straits Isle River
    Interstate Highway Route Hwy Runway Terminal Via Rue Avenue Plaza Place Rio Río Loch Glen
    Cerro Monte Sierra Wadi Nahr Jebel Bab Paseo Calle Avenida Praça Rua Piazza Platz
    Boulevard Point Parc Palazzo Château Castel
    """
)

#: Words within a sentence that a place follows.
PLACE_WORDS = word_set(
    """
    in at near from across outside inside around throughout toward towards via off along
    between into through
    """
)

#: What a person is called beside the name: "the lawyer Ong", "Ong, a lawyer".
PERSON_NOUNS = word_set(
    """
    minister president spokesman spokeswoman spokesperson lawyer attorney solicitor barrister
    advocate engineer analyst economist professor researcher scientist director manager owner
    founder co-founder chairman chairwoman chair chief executive leader lawmaker senator
    governor mayor judge justice prosecutor officer detective sergeant captain coach striker
    winger midfielder defender forward goalkeeper keeper quarterback pitcher guard center
    fullback player singer songwriter actor actress author writer novelist poet playwright
    journalist reporter editor correspondent columnist photographer artist painter sculptor
    farmer fisherman teacher student pupil nurse doctor physician surgeon paramedic resident
    neighbor neighbour witness survivor victim suspect defendant brother sister father mother
    son daughter husband wife widow widower uncle aunt cousin nephew niece grandson
    granddaughter grandfather grandmother friend colleague activist campaigner volunteer
    candidate councillor councilman deputy aide adviser advisor envoy ambassador diplomat
    commissioner treasurer secretary superintendent principal priest pastor bishop imam rabbi
    driver pilot rider sailor soldier veteran retiree pensioner specialist expert historian
    biologist geologist chemist physicist psychologist sociologist lecturer curator conductor
    pianist drummer guitarist comedian rapper champion runner swimmer boxer worker mechanic
    carpenter butcher baker waiter waitress cook chef bartender clerk cashier accountant
    consultant broker trader investor developer architect designer programmer technician
    supervisor foreman skipper mate organizer organiser strategist banker billionaire
    businessman businesswoman entrepreneur shopkeeper hunter rancher guide ranger man woman
    boy girl named
    """
)

#: What a body is called beside its name.
ORG_NOUNS = word_set(
    """
    company firm group maker newspaper paper daily weekly magazine broadcaster channel agency
    band club team side union charity foundation bank airline retailer chain startup start-up
    publisher subsidiary unit parent lender insurer carmaker automaker manufacturer producer
    supplier operator contractor nonprofit organization organisation association federation
    network website service platform brand utility university college school hospital church
    museum militia movement watchdog regulator think-tank consultancy brokerage grocer
    exporter importer business giant tabloid outlet
    """
)

#: What a place is called beside its name.
PLACE_NOUNS = word_set(
    """
    city town village district province county state region suburb neighborhood neighbourhood
    island islands river lake mountain road street port capital border area coast resort
    municipality hamlet valley bridge airport prison camp quarter prefecture territory
    peninsula crossing country nation republic station parish
    """
)

#: Connect the words of a name, written small.
CONNECTORS = word_set("of for and & the on in at")

#: Small words within a person's or a place's name.
PARTICLES = word_set(
    """
    de del della di da dal do dos das du la le les van von der den ter ten zu bin ibn al el y
    e i und et binti bte al- ben ould des af av op aan an zum zur á delle dei degli lo mac
    """
)

#: After a person's name, with or without a comma.
SUFFIXES = word_set("Jr Jr. Sr Sr. II III IV MP MEP MD PhD KC QC Esq.")

#: Verbs and phrases that a speaker does.
SAYING = word_set(
    """
    said says say saying told tells asked asks added adds argued argues warned warns noted
    notes wrote writes tweeted posted stated explained explains recalled insisted replied
    conceded admitted acknowledged claimed claims denied confirmed confirms announced
    announces declared suggested testified predicted joked complained urged called thinks
    believes hopes wants contended maintained observed quipped shouted
    """
)

#: Small words that a sentence begins with: their capital tells nothing.
STOP_WORDS = word_set(
    """
    The A An This That These Those There Here It Its He She They We You I Him Her His Their
    Our My Your Who What When Where Why How Which While And But Or Nor So Yet If In On At By
    For From With Without To Of As After Before Besides During Since Until Although Though
    Because Unless Whether Is Are Was Were Be Been Has Have Had Do Does Did Will Would Can
    Could Should May Might Must Shall Not No Yes Now Then Than Some Many Most More Much All
    Any Both Each Every Few Several Other Another Such One Two Three Four Five Six Seven Eight
    Nine Ten Eleven Twelve Among Amid Between About Above Across Against Along Around Behind
    Below Beyond Despite Down Inside Into Like Near Off Out Over Past Through Throughout
    Toward Towards Under Up Upon Via Within Also Even Just Only Still Too Very Once Let Please
    Thank Thanks Oh Well However Meanwhile Instead Maybe Perhaps Later Earlier Today Tomorrow
    Yesterday OK Okay Ok Pic Pics Photo Photos Image Images
    """
)

WEEKDAYS = word_set(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays
    Thursdays Fridays Saturdays Sundays Mon. Tue. Tues. Wed. Thu. Thur. Thurs. Fri. Sat.
    """
)

MONTHS = word_set(
    """
    January February March April May June July August September October November December Jan.
    Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec. Jan Feb Sept Oct Nov Dec
    """
)
