"""Given names that tell *she* from *he*: common ones of American newspapers, no more.

A name on neither list, or in use for both (Taylor, Jordan, Casey), tells nothing, and then a
pronoun is resolved by its place alone. The lists describe how names are mostly given, not who
anybody is: a title or a pronoun in the article always outweighs them.
"""

from __future__ import annotations

from newsbook.text.abbreviations import word_set

__all__ = ["GIVEN_TO_MEN", "GIVEN_TO_WOMEN"]

GIVEN_TO_WOMEN = word_set(
    """
    abby abigail ada adele adriana adrienne agnes aisha alejandra alexandra alexis alice alicia
    alina alison allison alma alyssa amanda amber amelia amina amy ana anastasia andrea angela
    angelica angelina angie anita ann anna annabelle anne annette annie annika antonia april
    ariana arlene ashley astrid audrey aurora ava ayesha barbara beatrice beatriz becky belinda
    bella bernadette bernice bertha beth bethany betsy betty beverly bev bianca blanca bonnie
    brandi brenda bridget brittany brooke camila camille candace candice cara carla carmen carol
    carole carolina caroline carolyn carrie cassandra cassie catalina catarina catherine cathy
    cecilia celeste celia charlene charlotte chelsea cheryl chiara chloe christa christina
    christine christy cindy claire clara clarissa claudia colleen concepcion connie consuelo
    cora corinne courtney cristina crystal cynthia daisy dana danielle daphne darlene dawn deb
    debbie deborah debra deirdre delia delores denise diana diane dianne dina dolores donna dora
    doreen doris dorothy ebony edith edna eileen elaine eleanor elena elisa elise eliza
    elizabeth ella ellen eloise elsa elsie emilia emily emma erica erika erin esmeralda
    esperanza estelle esther ethel eugenia eunice eva evelyn faith fatima fatou felicia fern
    fiona flora florence frances francesca francine freda frida gabriela gabrielle gail geneva
    genevieve georgia geraldine gertrude gina gladys glenda gloria grace gretchen guadalupe gwen
    gwendolyn hailey hannah harriet hazel heather heidi helen helena henrietta hilary hilda
    hillary holly hope ida imelda imani ines ingrid irene iris irma isabel isabella ivy jackie
    jaclyn jacqueline jade jamila jana jane janelle janet janice janine jasmine jean jeanette
    jeanne jen jenna jennifer jenny jessica jill jo joan joann joanna joanne jocelyn jodi jodie
    johanna josefina josephine joy joyce juanita judith judy julia juliana julie juliet june
    kaitlyn kamala karen kari karina karla kate katelyn katherine kathleen kathryn kathy katie
    katrina kayla keisha kelli kellie kelsey kendra keri kerri kimberly kirsten kristen kristi
    kristin kristina kristine kristy krystal lakisha lana latasha latoya laura lauren laurie
    lavinia leah leila lena lenora leona leonor leslie leticia lila lillian lily linda lindsay
    lindsey lisa liz liza lois lola lora loretta lorena lori lorraine louise lourdes lucia
    lucille lucinda lucy luisa lupe luz lydia lynda lynette lynn lynne mabel mackenzie madeline
    madison mae maggie malia mallory mandy mara marcella marcia margaret margarita margo
    marguerite maria mariah marian marianne maribel maricela marie marilyn marina marisa marisol
    marissa marjorie marla marlene marsha martha mary maryann matilda maureen maxine may maya
    mckenzie megan meghan melanie melinda melissa melody mercedes meredith mia michele michelle
    mildred mindy minnie miranda miriam misty molly mona monica monique muriel myra myrna myrtle
    nadia nadine nancy naomi natalia natalie natasha nell nellie nicole nikki nina noemi nora
    norma odessa olga olive olivia opal paige pam pamela pat patience patrice patricia patsy
    patti patty paula paulette pauline pearl peggy penelope penny petra phoebe phyllis polly
    priscilla priya rachael rachel ramona raquel rebecca regina rena renata renee rhoda rhonda
    rita roberta rochelle rosa rosalie rosalind rosalinda rosario rose roseann rosemarie
    rosemary rosie roxanne ruby ruth sabrina sadie sally samantha sandra sandy sara sarah sasha
    savannah selena serena shana shanice shannon shari sharon shawna sheila shelby shelia
    shelley shelly sherri sherry shirley sierra silvia simone sofia sonia sonja sonya sophia
    sophie stacey stacie stacy stella stephanie sue summer susan susana susanna susannah susie
    suzanne sybil sylvia tabitha tamara tameka tami tammy tania tanya tara tasha tatiana teresa
    teri terri tess tessa thelma theresa tiffany tina toni tonya tracey traci tracy tricia trina
    trisha trudy ursula valentina valeria valerie vanessa vera verna veronica vicki vickie vicky
    victoria viola violet virginia vivian wanda wendy whitney wilma winifred ximena yasmin
    yesenia yolanda yuki yvette yvonne zainab zoe zora greta olena svetlana oksana elif aylin
    leyla mei ling xiu hui-wen nuria alejandrina amal amara chidera ngozi zanele kavya lakshmi
    deepa sunita anjali pooja neha shreya nikita kyung-hee soo-jin yumi aiko keiko naoko haruka
    ayumi sakura
    """
)

GIVEN_TO_MEN = word_set(
    """
    aaron abdul abdullah abel abraham adam adolfo adrian agustin ahmad ahmed al alan albert
    alberto alejandro alex alexander alfonso alfred alfredo ali allan allen alonzo alvaro alvin
    amir amos anders andre andreas andres andrew andy angelo anthony antoine anton antonio
    archie armando arnold arthur arturo austin barack barry bart ben benjamin benito benny
    bernard bernie bill billy bob bobby boris brad bradley brandon brendan brent bret brett
    brian bruce bruno bryan bryce byron caleb calvin cameron carl carlos carlton cecil cedric
    cesar chad charles charlie chester chris christian christoph christopher chuck clarence
    clark claude clay clayton cliff clifford clifton clint clinton clyde cody colin connor
    conrad corey cornelius craig curt curtis dale damian damon dan daniel danny darius darnell
    darrell darren darryl dave david dean denis dennis derek derrick desmond devin dexter diego
    dimitri dirk dmitri dmitry dominic don donald donnie doug douglas duane dustin dwayne dwight
    earl ed eddie edgar edmund eduardo edward edwin eli elias elijah elliot elliott elmer
    emanuel emmanuel emilio emmett enrique eric erik ernest ernesto esteban ethan eugene evan
    everett ezekiel ezra felipe felix fernando floyd francisco frank franklin fred freddie
    frederick gabriel garrett garry gary gavin gene geoffrey george gerald gerard gerardo gil
    gilbert giovanni glen glenn gordon graham grant greg gregg gregory guillermo gus gustavo guy
    hakeem hank hans harold harrison harry harvey hassan hector heinrich henrik henry herbert
    herman hiroshi homer horace howard hubert hugh hugo hussein ian ibrahim ignacio igor ira
    irving isaac isaiah ismael ivan jack jackson jacob jaime jake jakob jamaal jamal james jared
    jason javier jay jeff jefferson jeffery jeffrey jens jeremiah jeremy jerome jerry jesse
    jesus jim jimmy joaquin joe joel joey johan johannes john johnathan johnny jon jonah jonas
    jonathan jorge jose joseph josh joshua josiah juan julian julio julius justin kareem karl
    keith ken kendrick kenneth kenny kent kevin khalid kirk klaus konstantin kurt kyle lamar
    lance larry lars laurence lawrence leandro lee leland leo leon leonard leonardo leroy lester
    levi lewis liam lionel lloyd logan lorenzo louis lowell lucas luis luke luther lyle magnus
    mahmoud malcolm malik manuel marc marcel marco marcos marcus mario mark marshall martin
    marvin mason mateo mathew matt matthew maurice mauricio max maxwell melvin michael miguel
    mike mikhail miles milton mitch mitchell mohamed mohammad mohammed morris moses muhammad
    murray mustafa nate nathan nathaniel neal ned neil nelson nicholas nick nicolas nikolai noah
    noel norman oleg oliver omar orlando oscar osvaldo otis otto owen pablo patrick paul pedro
    percy perry pete peter phil philip phillip pierre preston quentin rafael ralph ramiro ramon
    randall randolph randy raphael rashid raul ray raymond reginald reid rene reuben rex ricardo
    richard rick ricky rob robert roberto rod roderick rodney rodolfo rodrigo roger roland rolf
    roman ron ronald ronnie roosevelt ross roy ruben rudolph rudy rufus russ russell ryan
    salvador salvatore sam samir samuel santiago saul scott sean sebastian sergei sergio seth
    shane shaun shawn sheldon sherman sidney simon spencer stan stanley stefan stephen steve
    steven stewart stuart sven tariq ted terence terrance terrell terrence theodore thomas tim
    timothy toby todd tom tomas tommy tony travis trent trevor tristan troy tyler tyrone ulysses
    vernon vicente victor viktor vince vincent vladimir volodymyr wade wallace walt walter
    warren wayne wendell wesley wilbur wilfredo will willard william willie willis wilson
    winston wolfgang xavier yusuf zach zachary lorne emmanuel kwame kofi chidi emeka rajesh
    sanjay vijay arjun ravi suresh amit rahul hiroto kenji takeshi jin-woo sung-ho min-jun wei
    yoon-suk gearóid seamus declan padraig hamish alasdair giles nigel
    """
)
